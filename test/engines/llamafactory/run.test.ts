import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingRequest } from '../../../src/engines/engine.ts';
import { engine } from '../../../src/engines/llamafactory/engine.ts';
import type { Json } from '../../../src/json.ts';
import { failureOfAsync } from '../../failure.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { inventRows } from '../embedded/invented-rows.ts';
import { enginePath, sftEnvironments, sftPython, tinyModel } from '../engine-python.ts';
import { digestOf, openInput, openRunFolder, type RunFolder } from '../run-folder.ts';
import { fineTuningRequest } from './training-request.ts';

/** Sixteen rows, four at once: four steps an epoch, with a checkpoint after every second one. */
const ROWS = 16;
const OPTIONS = {
  epochs: 2,
  cutoff: 1024,
  learningRate: 1e-3,
  deviceBatch: 4,
  precision: 'fp32',
  gpus: 0,
  saveSteps: 2,
  loggingSteps: 1,
  workers: { preprocessing: 1, loading: 0 },
} as const satisfies { readonly [name: string]: Json };

function inputsIn(folder: string): { readonly [name: string]: string } {
  const rows = join(folder, 'rows.jsonl');
  const invented = inventRows('ner', ROWS, 3);
  writeFileSync(rows, invented.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return {
    rows,
    start: tinyModel(),
    'program/lengths': enginePath('llamafactory/lengths.py'),
    'program/verify': enginePath('verify_model.py'),
  };
}

function requestFor(
  inputs: { readonly [name: string]: string },
  changes: { readonly [name: string]: Json } = {},
): TrainingRequest {
  return fineTuningRequest({ inputs, count: ROWS, options: { ...OPTIONS, ...changes } });
}

/** Kills every process that works in a folder, as the kernel does when memory runs out. */
function killProgramsIn(folder: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) === folder) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended meanwhile, or is not ours.
    }
  }
}

const weights = (run: RunFolder): string => digestOf(run.output('checkpoint', 'model.safetensors'));
const collected = (run: RunFolder) =>
  engine.collect(
    openInput('log', run.output('log', '')),
    openInput('checkpoint', run.output('checkpoint', '')),
  );

describe.skipIf(sftPython === undefined)(
  'fine-tuning with LLaMA-Factory (needs the Python environment sft)',
  () => {
    it('killed in the middle and gone on, ends in the weights of a run without a break, and is never begun again', async () => {
      const straight = temporaryFolder();
      const inputs = inputsIn(straight);
      const request = requestFor(inputs);
      const whole = openRunFolder(straight, 'first', inputs, sftEnvironments);
      await engine.train(whole.context, request);
      const { rows, curves } = collected(whole);
      expect(rows).toBe(ROWS);
      expect(curves.filter(({ name }) => name === 'loss').map(({ step }) => step)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8,
      ]);
      expect(weights(whole)).not.toBe(digestOf(join(inputs['start']!, 'model.safetensors')));
      const { files } = openInput('checkpoint', whole.output('checkpoint', ''));
      expect(files).toEqual(expect.arrayContaining(['config.json', 'model.safetensors', 'tokenizer.json']));
      expect(files.filter((name) => /optimizer|training_args|README/.test(name))).toEqual([]);

      const broken = temporaryFolder();
      const work = join(broken, 'checkpoints', 'llamafactory');
      const first = openRunFolder(broken, 'killed', inputsIn(broken), sftEnvironments, {
        onProgress: (done) => {
          if (done >= 5) killProgramsIn(work);
        },
      });
      const killed = await failureOfAsync(() => engine.train(first.context, request));
      expect(killed.code).toBe('PROUIE_TRAINER_KILLED');
      expect(existsSync(join(work, 'output', 'checkpoint-4'))).toBe(true);
      const second = openRunFolder(broken, 'second', inputsIn(broken), sftEnvironments);
      await engine.train(second.context, request);
      expect(second.record.messages.at(-1)).toMatch(/^goes on from step [468]$/);
      expect(weights(second)).toBe(weights(whole));
      expect(collected(second).curves.filter(({ name }) => name === 'loss')).toEqual(
        curves.filter(({ name }) => name === 'loss'),
      );

      const log = readFileSync(second.output('log', 'train.log'), 'utf8');
      const again = openRunFolder(broken, 'again', inputsIn(broken), sftEnvironments);
      await engine.train(again.context, request);
      expect(readFileSync(again.output('log', 'train.log'), 'utf8')).toBe(log);
      expect(weights(again)).toBe(weights(whole));
    }, 300_000);

    it('does not begin when targets would be cut, and says which row is too long', async () => {
      const folder = temporaryFolder();
      const inputs = inputsIn(folder);
      const run = openRunFolder(folder, 'first', inputs, sftEnvironments);
      const failure = await failureOfAsync(() =>
        engine.train(run.context, requestFor(inputs, { cutoff: 40 })),
      );
      expect(failure.code).toBe('PROUIE_TARGET_TRUNCATED');
      expect(failure.message).toMatch(
        /^16 of 16 rows have more than 40 tokens, and would be cut; the longest has \d+\.$/,
      );
      expect(failure.location).toMatchObject({ line: 1 });
      expect(existsSync(join(folder, 'checkpoints', 'llamafactory', 'output'))).toBe(false);
    }, 300_000);

    it('of an adapter leaves a whole model', async () => {
      const folder = temporaryFolder();
      const inputs = inputsIn(folder);
      const run = openRunFolder(folder, 'first', inputs, sftEnvironments);
      const lora = { finetuning: 'lora', lora: { rank: 4, alpha: 8 }, epochs: 1 };
      await engine.train(run.context, requestFor(inputs, lora));
      const { files } = openInput('checkpoint', run.output('checkpoint', ''));
      expect(files).toContain('config.json');
      expect(files.some((name) => name.startsWith('adapter'))).toBe(false);
      expect(weights(run)).not.toBe(digestOf(join(inputs['start']!, 'model.safetensors')));
    }, 300_000);
  },
);
