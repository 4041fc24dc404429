import { bundle } from '../../src/graph/node.ts';
import { embeddedAssumptions } from '../assumptions/embedded.ts';
import type { Engines } from '../method-engine.ts';
import type { Profile } from '../profile.ts';
import type { RecipeEngine } from '../recipe-engine.ts';

export const recipeEngine: RecipeEngine = {
  summary: 'a log-linear model built in, on the processor',
  settings: 'shared',
  assumptions: embeddedAssumptions,
  engines: (_, profile) => embedded(profile),
};

function embedded({ bits, sft, grpo }: Profile): Engines {
  const plain = {
    name: 'embedded',
    adapter: 'src/engines/embedded/engine.ts',
    programs: {},
    place: {},
    resources: {},
  } as const;
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
      code: { 'code/trainer': bundle('src/engines/embedded/grpo.ts') },
      rewardProgram: 'src/engines/reward-function.ts',
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
