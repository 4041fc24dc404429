import { ProuieError } from '../../errors.ts';
import type { EasyR1Options } from './options.ts';

/** What EasyR1 or vLLM would stop at once all models are loaded: whether it is broken, and how to say so. */
const CONSTRAINTS: readonly ((options: EasyR1Options, rows: number) => string | false)[] = [
  ({ rollouts }) => rollouts < 2 && '`rollouts` must be above 1: a group of one answer has no advantage',
  ({ promptsPerStep, promptsPerUpdate }) =>
    promptsPerStep % promptsPerUpdate !== 0 &&
    `\`promptsPerStep\` (${promptsPerStep}) must be a multiple of \`promptsPerUpdate\` (${promptsPerUpdate})`,
  ({ promptsPerStep, rollouts, deviceBatch: { experience } }) =>
    (promptsPerStep * rollouts) % experience !== 0 &&
    `\`promptsPerStep\` * \`rollouts\` (${promptsPerStep * rollouts}) must be a multiple of \`deviceBatch.experience\` (${experience})`,
  ({ promptsPerStep, gpus }) =>
    promptsPerStep % gpus !== 0 &&
    `\`promptsPerStep\` (${promptsPerStep}) must be a multiple of \`gpus\` (${gpus})`,
  ({ promptsPerUpdate, rollouts, gpus, deviceBatch: { update } }) =>
    ((promptsPerUpdate * rollouts) % gpus !== 0 || ((promptsPerUpdate * rollouts) / gpus) % update !== 0) &&
    `\`promptsPerUpdate\` * \`rollouts\` (${promptsPerUpdate * rollouts}) must be a multiple of \`gpus\` * \`deviceBatch.update\` (${gpus * update})`,
  ({ gpus, tensorParallel }) =>
    gpus % tensorParallel !== 0 &&
    `\`gpus\` (${gpus}) must be a multiple of \`tensorParallel\` (${tensorParallel})`,
  ({ batchedTokens, maxPrompt, maxAnswer }) =>
    batchedTokens < maxPrompt + maxAnswer &&
    `\`batchedTokens\` (${batchedTokens}) must hold a prompt and its answer (${maxPrompt + maxAnswer})`,
  // A checkpoint is removed before the next is written, and the best one is never removed.
  ({ saveLimit }) =>
    saveLimit < 3 &&
    `\`saveLimit\` must be 3 or more: with ${saveLimit} a crash while saving can leave nothing to resume from`,
  ({ promptsPerStep }, rows) =>
    rows < promptsPerStep && `${rows} rows do not fill one step of \`promptsPerStep\` (${promptsPerStep})`,
  ({ validationRows }, rows) =>
    rows < validationRows && `\`validationRows\` (${validationRows}) cannot be taken from ${rows} rows`,
];

/** @throws ProuieError PROUIE_EASYR1_CONFIG that names every constraint that is broken */
export function checkConstraints(options: EasyR1Options, rows: number): void {
  const broken = CONSTRAINTS.map((constraint) => constraint(options, rows)).filter(
    (fault) => fault !== false,
  );
  if (broken.length > 0)
    throw new ProuieError('PROUIE_EASYR1_CONFIG', `EasyR1 cannot run like this: ${broken.join('; ')}.`, {
      hint: 'Correct the options of this engine in the profile.',
    });
}

/**
 * EasyR1 takes `@` in a path for the name of a split, and configuration files take `$` for a variable.
 *
 * @throws ProuieError PROUIE_EASYR1_CONFIG
 */
export function checkPath(path: string): void {
  if (/[@$\s'"\\]/.test(path))
    throw new ProuieError(
      'PROUIE_EASYR1_CONFIG',
      `EasyR1 cannot work in ${path}: its paths hold no blanks, quotes, "@" or "$".`,
      { hint: 'Put the store elsewhere with PROUIE_STORE.' },
    );
}

/** @throws ProuieError PROUIE_EASYR1_CONFIG where prompt and answer exceed what the model was made for */
export function checkContext(options: EasyR1Options, positions: unknown): void {
  const needed = options.maxPrompt + options.maxAnswer;
  if (typeof positions === 'number' && needed > positions)
    throw new ProuieError(
      'PROUIE_EASYR1_CONFIG',
      `\`maxPrompt\` + \`maxAnswer\` are ${needed} tokens, but the model has ${positions} positions.`,
      { hint: 'Lower them in the profile.' },
    );
}
