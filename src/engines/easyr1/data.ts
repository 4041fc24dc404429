import type { TrainingRow } from '../../uie/records.ts';

/**
 * A row as EasyR1 reads it, `{"prompt","answer"}` on one line. The prompt is joined as LLaMA-Factory joins it, so that
 * both phases of training see the same tokens. The answer is the whole row as one text: EasyR1 hands nothing else of a
 * row to the reward, and readers of data sets would reshape an object.
 */
export function rolloutLine(row: TrainingRow): string {
  const { instruction, input, output } = row;
  const prompt = input === '' ? instruction : `${instruction}\n${input}`;
  return JSON.stringify({ prompt, answer: JSON.stringify({ instruction, input, output }) });
}

/** Whether the row at `index` (from 0) is one of the `count` that are spread evenly over `rows`. */
export function isValidationRow(index: number, rows: number, count: number): boolean {
  const before = Math.floor((index * count) / rows);
  return Math.floor(((index + 1) * count) / rows) > before;
}
