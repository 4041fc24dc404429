import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { TrainingContext, TrainingRequest } from '../engine.ts';
import type { PythonPlace } from '../python/environment.ts';
import { readLooseJson } from '../python/loose-json.ts';
import { runProgram } from '../python/program.ts';
import { workFiles } from './config.ts';
import { environmentOf } from './machine.ts';
import type { LlamaFactoryOptions } from './options.ts';

/** The counts of tokens, inside the work folder. */
export const LENGTHS_FILE = 'lengths.json';

/** What `lengths.py` prints. */
const lengthsSchema = /* @__PURE__ */ (() =>
  z.object({ rows: z.int(), truncated: z.int(), longest: z.int(), first: z.array(z.int()) }))();

/**
 * Counts the tokens of every row with the model's own tokenizer, once a work folder. LLaMA-Factory cuts what is too long
 * without a word; here a target that would lose its end is an error.
 *
 * @throws ProuieError PROUIE_ROWS_LOST, PROUIE_TARGET_TRUNCATED
 */
export async function checkLengths(
  context: TrainingContext,
  request: TrainingRequest,
  options: LlamaFactoryOptions,
  place: PythonPlace,
  work: string,
): Promise<void> {
  const path = join(work, LENGTHS_FILE);
  if (!existsSync(path)) {
    const lines: string[] = [];
    await runProgram(place, {
      argv: [
        'python',
        context.input('program/lengths').path,
        workFiles.model,
        workFiles.rows,
        options.template,
        String(options.cutoff),
        String(options.workers.preprocessing),
      ],
      cwd: work,
      env: environmentOf({ ...options, gpus: 0, nodes: 1 }, work),
      logFile: join(work, workFiles.log, 'lengths.log'),
      signal: context.signal,
      onLine: (line) => lines.push(line),
    });
    writeFileSync(path, `${lines.findLast((line) => line.startsWith('{'))}\n`);
  }
  const lengths = readLooseJson(lengthsSchema, readFileSync(path, 'utf8'), path);
  context.log(
    `${lengths.rows} rows, the longest of ${lengths.longest} tokens, ${lengths.truncated} too long`,
  );
  if (lengths.rows !== request.rows.count) {
    throw new ProuieError(
      'PROUIE_ROWS_LOST',
      `${lengths.rows} rows can be read, but the mixture has ${request.rows.count}.`,
      { location: { file: context.input('rows').path } },
    );
  }
  if (lengths.truncated > options.truncatedShare * lengths.rows) {
    throw new ProuieError(
      'PROUIE_TARGET_TRUNCATED',
      `${lengths.truncated} of ${lengths.rows} rows have more than ${options.cutoff} tokens, and would be cut; the longest has ${lengths.longest}.`,
      {
        hint: 'Raise `languageModel.sft.cutoff`, or allow a share of such rows by `languageModel.sft.truncatedShare`.',
        location: { file: context.input('rows').path, line: lengths.first[0] ?? 1 },
      },
    );
  }
}
