import { optionFaults } from '../src/engines/llamafactory/constraints.ts';
import type { Profile } from './profile.ts';
import type { ProfileFault } from './recipe-engine.ts';

/** What does not fit in the group `languageModel`, for the engines that the profile names. */
export function languageModelFaults({ engine, languageModel }: Profile): readonly ProfileFault[] {
  if (languageModel === undefined) return [];
  const { sft, resources } = languageModel;
  const faults: ProfileFault[] = optionFaults(sft).map(({ option, message }) => ({
    path: ['languageModel', 'sft', option],
    message,
  }));
  const takers = [
    { part: 'sft', taker: 'sft', gpus: sft.gpus, machines: sft.nodes ?? 1 },
    { part: 'grpo', taker: engine, gpus: languageModel[engine as 'trl' | 'easyr1']?.gpus ?? 0, machines: 1 },
  ] as const;
  for (const { part, taker, gpus, machines } of takers) {
    const { gpu, nodes = 1 } = resources[part];
    // A job that does not say how many it has may run here, with what the machine has.
    if (gpu !== undefined && gpu < gpus) {
      faults.push({
        path: ['languageModel', 'resources', part, 'gpu'],
        message: `a job with ${gpu} GPUs does not hold the ${gpus} of \`languageModel.${taker}.gpus\``,
      });
    }
    if (nodes !== machines) {
      faults.push({
        path: ['languageModel', 'resources', part, 'nodes'],
        message: `machines of the job: ${nodes}, but \`languageModel.${taker}\` is made for ${machines}`,
      });
    }
  }
  return faults;
}
