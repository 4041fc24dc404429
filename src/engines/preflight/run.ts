import { join } from 'node:path';
import type { Json } from '../../json.ts';
import type { StepContext } from '../../step.ts';
import type { TrainingRow } from '../../uie/records.ts';
import { EMPTY_THINKING_TEMPLATE } from '../easyr1/config.ts';
import { rolloutLine } from '../easyr1/data.ts';
import { findEnvironment } from '../python/environment.ts';
import { runProgram } from '../python/program.ts';
import { layOutDirectory, layOutFile, writeRequestFiles } from '../python/work-folder.ts';
import { type MadePrompts, type PromptWay, readMadePrompts } from './agreement.ts';

/** Names inside the folder of the program. */
export const workFiles = {
  order: 'order.json',
  model: 'model',
  rows: 'rows.jsonl',
  rollouts: 'rollouts.jsonl',
  chatTemplate: 'chat-template.jinja',
} as const;

/** The files that `preflight.py` reads, besides the model. */
export function orderFiles(
  ways: readonly PromptWay[],
  rows: readonly TrainingRow[],
): { readonly [path: string]: string } {
  const order = { model: workFiles.model, rows: workFiles.rows, ways: ways.map(orderedWay) };
  const lines = (write: (row: TrainingRow) => string): string =>
    rows.map((row) => `${write(row)}\n`).join('');
  return {
    [workFiles.order]: `${JSON.stringify(order, null, 1)}\n`,
    [workFiles.rows]: lines((row) => JSON.stringify(row)),
    [workFiles.rollouts]: lines(rolloutLine),
    [workFiles.chatTemplate]: EMPTY_THINKING_TEMPLATE,
  };
}

function orderedWay({ engine, emptyThinking, template }: PromptWay): object {
  if (engine !== 'easyr1') return { engine, emptyThinking, template };
  const chatTemplate = emptyThinking ? workFiles.chatTemplate : null;
  return { engine, emptyThinking, rollouts: workFiles.rollouts, chatTemplate };
}

/** What the comparison needs of a step's context: its inputs `model`, `program/preflight` and `program/prompt`. */
type PreflightContext = Pick<StepContext<unknown>, 'input' | 'folder' | 'signal'>;

/**
 * Has one environment make the prompts of the engines that run in it.
 *
 * @param settings how environments are reached; see `python/environment.ts`
 * @throws ProuieError PROUIE_ENVIRONMENT_MISSING, PROUIE_PREFLIGHT, and those of `runProgram`
 */
export async function makePrompts(
  context: PreflightContext,
  environment: PromptWay['environment'],
  settings: { readonly [name: string]: Json } | undefined,
  ways: readonly PromptWay[],
  rows: readonly TrainingRow[],
): Promise<readonly MadePrompts[]> {
  const place = findEnvironment(environment, settings);
  const work = join(context.folder, environment);
  const program = join('program', 'preflight.py');
  layOutDirectory(context.input('model'), join(work, workFiles.model));
  layOutFile(context.input('program/preflight').path, join(work, program));
  layOutFile(context.input('program/prompt').path, join(work, 'program', 'chat_prompt.py'));
  writeRequestFiles(work, orderFiles(ways, rows));
  const lines: string[] = [];
  await runProgram(place, {
    argv: ['python', program, workFiles.order],
    cwd: work,
    env: { HF_HOME: join(work, 'cache'), OMP_NUM_THREADS: '1', CUDA_VISIBLE_DEVICES: '', USE_V1: '0' },
    logFile: join(work, 'preflight.log'),
    signal: context.signal,
    onLine: (line) => lines.push(line),
  });
  return readMadePrompts(lines, ways, join(work, workFiles.rows));
}
