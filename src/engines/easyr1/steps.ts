import type { EasyR1Options } from './options.ts';

/** Steps of an epoch, given the prompts that are not too long; those that do not fill a step are left out. */
export function stepsOfEpoch(options: Pick<EasyR1Options, 'promptsPerStep'>, prompts: number): number {
  return Math.floor(prompts / options.promptsPerStep);
}

/** Steps of a run. */
export function stepsOfRun(
  options: Pick<EasyR1Options, 'promptsPerStep' | 'epochs'>,
  prompts: number,
): number {
  return stepsOfEpoch(options, prompts) * options.epochs;
}
