import { optionFaults } from '../src/engines/llamafactory/constraints.ts';
import type { LlamaFactoryOptions } from '../src/engines/llamafactory/options.ts';
import type { Resources } from '../src/graph/node.ts';

/** What of a profile must fit together (`profile.ts`). */
interface LanguageModelSettings {
  readonly engine: 'embedded' | 'trl' | 'easyr1';
  readonly languageModel?:
    | {
        readonly sft: Omit<LlamaFactoryOptions, 'epochs'>;
        readonly trl?: { readonly gpus: number } | undefined;
        readonly easyr1?: { readonly gpus: number } | undefined;
        readonly resources: { readonly sft: Resources; readonly grpo: Resources };
      }
    | undefined;
}

/** Something that settings say together and that cannot be; the path is one below `languageModel`. */
export interface ProfileFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What does not fit in the group `languageModel`, for the engines that the profile names; none without the group. */
export function languageModelFaults({
  engine,
  languageModel,
}: LanguageModelSettings): readonly ProfileFault[] {
  if (engine === 'embedded' || languageModel === undefined) return [];
  const { sft, resources } = languageModel;
  const faults: ProfileFault[] = optionFaults(sft).map(({ option, message }) => ({
    path: ['sft', option],
    message,
  }));
  const takers = [
    { part: 'sft', taker: 'sft', gpus: sft.gpus, machines: sft.nodes ?? 1 },
    { part: 'grpo', taker: engine, gpus: languageModel[engine]?.gpus ?? 0, machines: 1 },
  ] as const;
  for (const { part, taker, gpus, machines } of takers) {
    const { gpu, nodes = 1 } = resources[part];
    // A job that does not say how many it has may run here, with what the machine has.
    if (gpu !== undefined && gpu < gpus) {
      faults.push({
        path: ['resources', part, 'gpu'],
        message: `a job with ${gpu} GPUs does not hold the ${gpus} of \`languageModel.${taker}.gpus\``,
      });
    }
    if (nodes !== machines) {
      faults.push({
        path: ['resources', part, 'nodes'],
        message: `machines of the job: ${nodes}, but \`languageModel.${taker}\` is made for ${machines}`,
      });
    }
  }
  return faults;
}
