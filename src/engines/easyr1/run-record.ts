import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { StepInput } from '../../step.ts';
import { textOf } from '../directory-text.ts';
import type { TrainingReport } from '../engine.ts';
import { readLooseJson } from '../python/loose-json.ts';
import { curvesOf } from './curves.ts';

/** Names inside the output `log`. */
export const RUN_RECORD = 'run.json';

/** The folder of the logs of one beginning, counted from 1. */
export function segmentName(number: number): string {
  return `segment-${number}`;
}

/** What a run was to do, for comparison with what its logs say. */
export type RunRecord = Readonly<z.output<typeof recordSchema>>;

const recordSchema = /* @__PURE__ */ (() =>
  z.object({
    rows: z.int(),
    /** Rows whose prompts are not too long. */
    prompts: z.int(),
    promptsPerStep: z.int(),
    stepsOfEpoch: z.int(),
    steps: z.int(),
  }))();

type Log = Pick<StepInput, 'files' | 'bytes'>;

/**
 * Reads the logs of all beginnings of a run.
 *
 * The rows are those of the request where EasyR1 made as many batches of them as it should; else those that fill the
 * batches it made.
 *
 * @throws ProuieError PROUIE_TRAINING_LOG where the logs do not tell how many batches there were, or end early
 */
export function readRun(log: Log): TrainingReport {
  const record = readLooseJson(recordSchema, textOf(log, RUN_RECORD), RUN_RECORD);
  const curves = curvesOf(numbered(log, /^segment-(\d+)\/experiment_log\.jsonl$/));
  const last = curves.at(-1)?.step ?? 0;
  // A step is saved before it is logged, so a run that was broken off in between lacks the last one.
  if (last < record.steps - 1)
    throw failure(`The curves end at step ${last}, but the run has ${record.steps}.`);
  const batches = batchesSeen(numbered(log, /^train-(\d+)\.log$/));
  if (batches === undefined) throw failure('The log does not say how many batches EasyR1 made of the rows.');
  return {
    rows: batches === record.stepsOfEpoch ? record.rows : batches * record.promptsPerStep,
    curves,
  };
}

/** The number of batches that EasyR1 tells when it begins; the last time counts. */
function batchesSeen(logs: readonly string[]): number | undefined {
  const counts = logs.flatMap((log) => [...log.matchAll(/Size of train dataloader: (\d+)/g)]);
  const last = counts.at(-1)?.[1];
  return last === undefined ? undefined : Number(last);
}

/** The texts of the files that match, by their number. */
function numbered(log: Log, pattern: RegExp): readonly string[] {
  return log.files
    .flatMap((file) => {
      const number = pattern.exec(file)?.[1];
      return number === undefined ? [] : [{ file, number: Number(number) }];
    })
    .sort((a, b) => a.number - b.number)
    .map(({ file }) => textOf(log, file));
}

function failure(message: string): ProuieError {
  return new ProuieError('PROUIE_TRAINING_LOG', message, { hint: 'See the log of the run.' });
}
