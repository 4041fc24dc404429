import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { countTokens } from '../../engines/tokenizer.ts';
import { promptText } from '../../uie/prompt-text.ts';

/** Rows that are counted; more would tell nothing new. */
const SAMPLE = 2_000;

/** Mean tokens of prompt and target in a file of rows, from every n-th of them; rows to be answered have no target. */
export async function tokenMeans(
  path: string,
  rows: number,
): Promise<{ readonly prompt: number; readonly target: number | undefined }> {
  const every = Math.max(1, Math.floor(rows / SAMPLE));
  const prompts: string[] = [];
  const targets: string[] = [];
  let at = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (at++ % every !== 0 || line === '') continue;
    const { instruction, input, output } = JSON.parse(line) as { [field: string]: string };
    prompts.push(promptText(instruction!, input!));
    if (output !== undefined) targets.push(output);
  }
  const target = targets.length === 0 ? undefined : mean(await countTokens(targets));
  return { prompt: mean(await countTokens(prompts)), target };
}

function mean(counts: readonly number[]): number {
  return counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
