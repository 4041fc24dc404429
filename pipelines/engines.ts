import { bundle, type InputReferences, type NodeDeclaration, type Resources } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import type { Profile } from './profile.ts';

type Options = { readonly [key: string]: Json };

/** An engine as the nodes of a method need it. */
export interface MethodEngine<Part> {
  /** The folder of `src/engines`. */
  readonly name: string;
  /** Code of ours that acts inside the run: `code/<name>`. It counts. */
  readonly code: InputReferences;
  /** Programs of ours that check a run and change nothing in it: `program/<name>`. They do not count. */
  readonly programs: InputReferences;
  /** Where and with which programs a run is done. It does not count. */
  readonly place: Options;
  readonly resources: Resources;
  options(part: Part): Options;
}

/** An engine that answers in runs of its own. */
export interface GenerationEngineParts extends Omit<MethodEngine<never>, 'options' | 'programs'> {
  readonly options: Options;
}

export interface Engines {
  /** The model that the first phase starts from; undefined where an engine starts from nothing. */
  readonly start: NodeDeclaration | undefined;
  readonly sft: MethodEngine<{ readonly epochs: number }>;
  readonly grpo: MethodEngine<'de1' | 'de2' | 'de3'>;
  /** Undefined where answers are made in process. */
  readonly generation: GenerationEngineParts | undefined;
}

/** The engines that a profile's one word `engine` stands for. */
export function enginesOf(_context: PipelineContext, profile: Profile): Engines {
  return embedded(profile);
}

function embedded({ bits, sft, grpo }: Profile): Engines {
  const plain = { name: 'embedded', programs: {}, place: {}, resources: {} } as const;
  return {
    start: undefined,
    generation: undefined,
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
