import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { TrainingContext } from '../engine.ts';
import type { PythonPlace } from '../python/environment.ts';
import { readLooseJson } from '../python/loose-json.ts';
import { readConfiguration } from '../python/model-configuration.ts';
import { runProgram } from '../python/program.ts';
import { verifyModel } from '../python/verify-model.ts';
import { workFiles } from './config.ts';
import { checkContext } from './constraints.ts';
import type { EasyR1Options } from './options.ts';

const LENGTHS = 'prompt-lengths.json';

/** What `prompt_lengths.py` prints. */
const lengthsSchema = /* @__PURE__ */ (() =>
  z.object({ rows: z.int(), tooLong: z.int(), longest: z.int(), first: z.array(z.int()) }))();

/**
 * Looks at model and prompts before GPUs are busy: that the model can be read by this version of transformers and has
 * places for prompt and answer, and that no prompt is left out that should not be. Done once a run.
 *
 * @returns how many prompts EasyR1 will keep
 * @throws ProuieError PROUIE_EASYR1_CONFIG, PROUIE_PROMPT_OVERLONG, PROUIE_TRAINER_… where the model is broken
 */
export async function checkBeforeStart(
  context: TrainingContext,
  options: EasyR1Options,
  place: PythonPlace,
  work: string,
): Promise<number> {
  const path = join(work, LENGTHS);
  if (!existsSync(path)) {
    checkContext(
      options,
      readConfiguration(join(work, workFiles.model, 'config.json'))['max_position_embeddings'],
    );
    await verifyModel(context, place, { work, log: join(work, workFiles.log), model: workFiles.model });
    writeFileSync(path, `${await measurePrompts(context, options, place, work)}\n`);
  }
  const lengths = readLooseJson(lengthsSchema, readFileSync(path, 'utf8'), path);
  const { rows, tooLong, longest, first } = lengths;
  context.log(`${rows} prompts, the longest of ${longest} tokens, ${tooLong} too long`);
  if (tooLong > options.overlongShare * rows) {
    throw new ProuieError(
      'PROUIE_PROMPT_OVERLONG',
      `${tooLong} of ${rows} prompts have more than ${options.maxPrompt} tokens, and EasyR1 would leave them out; the longest has ${longest}.`,
      {
        hint: 'Raise `maxPrompt`, or allow a share of such prompts by `overlongShare`.',
        location: { file: join(work, workFiles.rows), line: first[0] ?? 1 },
      },
    );
  }
  if (rows - tooLong < options.promptsPerStep) {
    throw new ProuieError(
      'PROUIE_EASYR1_CONFIG',
      `${rows - tooLong} prompts that are not too long do not fill one step of \`promptsPerStep\` (${options.promptsPerStep}).`,
      { hint: 'Lower `promptsPerStep`, or raise `maxPrompt`.' },
    );
  }
  return rows - tooLong;
}

async function measurePrompts(
  context: TrainingContext,
  options: EasyR1Options,
  place: PythonPlace,
  work: string,
): Promise<string> {
  const lines: string[] = [];
  await runProgram(place, {
    argv: [
      'python',
      context.input('program/lengths').path,
      workFiles.model,
      workFiles.rows,
      String(options.maxPrompt),
      ...(options.emptyThinking ? [workFiles.template] : []),
    ],
    cwd: work,
    env: { HF_HOME: join(work, 'cache') },
    logFile: join(work, workFiles.log, 'prompt-lengths.log'),
    signal: context.signal,
    onLine: (line) => lines.push(line),
  });
  return lines.findLast((line) => line.startsWith('{')) ?? '';
}
