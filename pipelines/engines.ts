import { bundle } from '../src/graph/node.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import type { Corpus } from './corpora.ts';
import { languageModels } from './language-models.ts';
import type { Engines } from './method-engine.ts';
import type { Profile } from './profile.ts';

/** The engines that a profile's one word `engine` stands for. */
export function enginesOf(context: PipelineContext, profile: Profile, corpora: readonly Corpus[]): Engines {
  return profile.engine === 'embedded' ? embedded(profile) : languageModels(context, profile, corpora);
}

function embedded({ bits, sft, grpo }: Profile): Engines {
  const plain = { name: 'embedded', programs: {}, place: {}, resources: {} } as const;
  return {
    start: undefined,
    generation: undefined,
    preflight: undefined,
    sft: {
      ...plain,
      code: { 'code/trainer': bundle('src/engines/embedded/sft.ts') },
      options: ({ epochs }) => {
        const { learningRate, gradientCutoff, featureDropout } = sft;
        return { bits, epochs, learningRate, gradientCutoff, featureDropout };
      },
    },
    grpo: {
      ...plain,
      code: {
        'code/trainer': bundle('src/engines/embedded/grpo.ts'),
        'code/reward': bundle('src/engines/reward-function.ts'),
      },
      options: (phase) => {
        const { epochs, rollouts, featureDropout, ...options } = grpo;
        return {
          ...options,
          epochs: epochs[phase],
          rollouts: rollouts[phase],
          featureDropout: featureDropout[phase],
        };
      },
    },
  };
}
