/** Small trainings and their scores on invented rows. */
import { type Checkpoint, zeroCheckpoint } from '../../../src/engines/embedded/checkpoint.ts';
import { generate } from '../../../src/engines/embedded/generate.ts';
import { defaultSftOptions, type SftOptions, trainSft } from '../../../src/engines/embedded/sft.ts';
import type { TrainingRow } from '../../../src/uie/records.ts';
import { inventRows } from './invented-rows.ts';

export const BITS = 16;

/** Rows of all three tasks, in turn. */
export function mixedRows(count: number, seed: number): TrainingRow[] {
  return (['ner', 're', 'ee'] as const).flatMap((task) => inventRows(task, count, seed));
}

export async function trainOn(
  rows: readonly TrainingRow[],
  options: Partial<SftOptions> = {},
  start: Checkpoint = zeroCheckpoint(BITS),
): Promise<Checkpoint> {
  const trained = await trainSft({ rows, start, options: { ...defaultSftOptions, ...options }, seed: 1 });
  return trained.checkpoint;
}

/** The share of rows whose answer is the target to the letter. */
export async function shareExact(checkpoint: Checkpoint, rows: readonly TrainingRow[]): Promise<number> {
  const outputs = await generate(checkpoint, rows);
  return outputs.filter((output, index) => output === rows[index]!.output).length / rows.length;
}
