import { ProuieError } from '../../errors.ts';
import type { TrlOptions } from './options.ts';

/** How many of everything a run has, in TRL's terms: what it calls a step is one change of the weights. */
export interface Schedule {
  readonly maxSteps: number;
  readonly saveSteps: number;
  readonly warmupSteps: number;
  /** Passes of `deviceBatch` answers: to one change of the weights, and to the answers of all prompts of a step. */
  readonly passesPerUpdate: number;
  readonly passesPerStep: number;
}

/** @throws ProuieError PROUIE_ENGINE_OPTIONS where the counts do not fit one another, or the rows fill no step */
export function scheduleOf(options: TrlOptions, rows: number): Schedule {
  const { rollouts, promptsPerStep, promptsPerUpdate, deviceBatch } = options;
  const answers = promptsPerUpdate * rollouts;
  if (promptsPerStep % promptsPerUpdate !== 0)
    throw refuse(`promptsPerUpdate ${promptsPerUpdate} does not divide promptsPerStep ${promptsPerStep}`);
  if (answers % deviceBatch !== 0)
    throw refuse(`deviceBatch ${deviceBatch} does not divide the ${answers} answers of an update`);
  if (rows < promptsPerStep) throw refuse(`${rows} rows do not fill a step of ${promptsPerStep}`);
  const updatesPerStep = promptsPerStep / promptsPerUpdate;
  if (options.version === '0.24' && options.lossMean === 'token' && updatesPerStep > 1) {
    throw refuse(
      'TRL 0.24 divides the loss of each update by the tokens of the whole step, so that with lossMean token promptsPerUpdate must be equal to promptsPerStep',
    );
  }
  const maxSteps = Math.floor(rows / promptsPerStep) * options.epochs * updatesPerStep;
  return {
    maxSteps,
    // Between two updates of a step there is nothing to go on from: its answers are not saved.
    saveSteps: options.saveSteps * updatesPerStep,
    warmupSteps: Math.floor(options.warmupRatio * maxSteps),
    passesPerUpdate: answers / deviceBatch,
    passesPerStep: (promptsPerStep * rollouts) / deviceBatch,
  };
}

function refuse(why: string): ProuieError {
  return new ProuieError('PROUIE_ENGINE_OPTIONS', `The engine trl cannot work with these options: ${why}.`, {
    hint: 'Correct them in the profile.',
  });
}
