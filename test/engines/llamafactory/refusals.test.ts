import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TrainingRequest } from '../../../src/engines/engine.ts';
import { engine } from '../../../src/engines/llamafactory/engine.ts';
import type { Json } from '../../../src/json.ts';
import { failureOf, failureOfAsync } from '../../failure.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeModel } from '../easyr1/run-context.ts';
import { inventRows } from '../embedded/invented-rows.ts';
import { enginePath } from '../engine-python.ts';
import { python } from '../python/python.ts';
import { openInput, openRunFolder, type RunFolder } from '../run-folder.ts';
import { makeStandIn, type StandInEnvironment, standInLengths } from './stand-in-environment.ts';
import { fineTuningRequest } from './training-request.ts';

type Options = { readonly [name: string]: Json };

const ROWS = 8;
const OPTIONS: Options = {
  epochs: 1,
  cutoff: 1024,
  learningRate: 1e-3,
  deviceBatch: 2,
  precision: 'fp32',
  gpus: 0,
  saveSteps: 2,
};

let environment: StandInEnvironment;
beforeAll(() => {
  if (python !== undefined) environment = makeStandIn();
});
afterEach(() => {
  vi.unstubAllEnvs();
  if (python !== undefined) environment.disturb({});
});
afterAll(() => {
  if (python !== undefined) rmSync(environment.folder, { recursive: true });
});

function requestFor(inputs: { readonly [name: string]: string }, changes: Options = {}): TrainingRequest {
  // The stand-in runs with whatever Python there is.
  const versions = { python: '3.*' };
  return fineTuningRequest({ inputs, count: ROWS, options: { ...OPTIONS, ...changes }, versions });
}

function inputsIn(folder: string): { readonly [name: string]: string } {
  const rows = join(folder, 'rows.jsonl');
  const lines = inventRows('ner', ROWS, 3).map((row) => `${JSON.stringify(row)}\n`);
  writeFileSync(rows, lines.join(''));
  return {
    rows,
    start: writeModel(join(folder, 'start')),
    'program/lengths': standInLengths,
    'program/verify': enginePath('verify_model.py'),
  };
}

interface Attempt {
  readonly changes?: Options;
  readonly inputs?: { readonly [name: string]: string };
  readonly place?: StandInEnvironment;
}

async function train(
  folder: string,
  name: string,
  { changes, inputs, place }: Attempt = {},
): Promise<RunFolder> {
  const all = { ...inputsIn(folder), ...inputs };
  const run = openRunFolder(folder, name, all, { sft: { python: (place ?? environment).python } });
  await engine.train(run.context, requestFor(all, changes));
  return run;
}

describe.skipIf(python === undefined)('LLaMA-Factory, on its stand-in (needs Python)', () => {
  it('does not begin on fewer GPUs than its request was made for', async () => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', '4,6');
    const failure = await failureOfAsync(() => train(temporaryFolder(), 'first', { changes: { gpus: 4 } }));
    expect(failure.code).toBe('PROUIE_GPUS');
    expect(failure.message).toBe(
      'LLaMA-Factory is to run on 4 GPUs, but sees 2 here: CUDA_VISIBLE_DEVICES is "4,6".',
    );
    expect(failure.hint).toContain('`languageModel.resources.sft.gpu`');
  });

  it('does not begin on machines that SLURM has not given it', async () => {
    vi.stubEnv('SLURM_JOB_ID', undefined);
    const alone = await failureOfAsync(() => train(temporaryFolder(), 'first', { changes: { nodes: 2 } }));
    expect([alone.code, alone.message]).toEqual([
      'PROUIE_MACHINES',
      'LLaMA-Factory is to run on 2 machines, but this is no job of SLURM.',
    ]);
    vi.stubEnv('SLURM_JOB_ID', '7');
    vi.stubEnv('SLURM_JOB_NUM_NODES', '3');
    const many = await failureOfAsync(() => train(temporaryFolder(), 'first', { changes: { nodes: 2 } }));
    expect(many.message).toBe('LLaMA-Factory is to run on 2 machines, but this job has 3.');
  });

  it('does not begin where its checkpoints find no room on the disk', async () => {
    const folder = temporaryFolder();
    const start = writeModel(join(folder, 'large'));
    // A header alone, of a model with 10^15 parameters.
    const header = JSON.stringify({ w: { dtype: 'F32', shape: [1e9, 1e6], data_offsets: [0, 4e15] } });
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(join(start, 'model.safetensors'), Buffer.concat([length, Buffer.from(header)]));
    const failure = await failureOfAsync(() => train(folder, 'first', { inputs: { start } }));
    expect(failure.code).toBe('PROUIE_DISK');
    expect(failure.message).toMatch(
      / has .* free, but this run will write up to 44000\.0 TB: 3 checkpoints of 12000\.0 TB and 2 models of 4000\.0 TB\.$/,
    );
    expect(failure.hint).toContain('`languageModel.sft.saveLimit`');
  });

  it('does not begin without weights to start from', async () => {
    const folder = temporaryFolder();
    const start = writeModel(join(folder, 'empty'));
    rmSync(join(start, 'model.safetensors'));
    const failure = await failureOfAsync(() => train(folder, 'first', { inputs: { start } }));
    expect([failure.code, failure.message]).toEqual([
      'PROUIE_MODEL_FILES',
      `There are no weights in ${join(folder, 'checkpoints', 'llamafactory', 'model')}.`,
    ]);
  });

  it('does not begin in an environment of other versions', async () => {
    const place = makeStandIn({ transformers: '5.3.0' });
    const failure = await failureOfAsync(() => train(temporaryFolder(), 'first', { place }));
    expect(failure.code).toBe('PROUIE_ENVIRONMENT_VERSION');
    expect(failure.message).toContain('transformers is 5.3.0');
    rmSync(place.folder, { recursive: true });
  });

  it('does not begin with rows that would be cut, unless it is said how many may be', async () => {
    const failure = await failureOfAsync(() => train(temporaryFolder(), 'first', { changes: { cutoff: 5 } }));
    expect(failure.code).toBe('PROUIE_TARGET_TRUNCATED');
    await train(temporaryFolder(), 'first', { changes: { cutoff: 5, truncatedShare: 1 } });
  });

  it('that is killed goes on from its last checkpoint', async () => {
    const folder = temporaryFolder();
    environment.disturb({ killAt: 5 });
    const failure = await failureOfAsync(() => train(folder, 'killed'));
    expect(failure.code).toBe('PROUIE_TRAINER_KILLED');
    environment.disturb({});
    const last = await train(folder, 'last');
    expect(last.record.messages.at(-1)).toBe('goes on from step 4');
    const { rows, curves } = engine.collect(
      openInput('log', last.output('log', '')),
      openInput('checkpoint', last.output('checkpoint', '')),
    );
    expect(rows).toBe(ROWS);
    expect(curves.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ['leaves no model', { leaveNoModel: true }, /left no finished model: model\.safetensors\.$/],
    ['leaves before its last step', { leaveEarly: 3 }, /left no finished model: model\.safetensors\.$/],
  ])('that ends well and %s has failed, and goes on from its last checkpoint', async (_, orders, message) => {
    const folder = temporaryFolder();
    environment.disturb(orders);
    const failure = await failureOfAsync(() => train(folder, 'first'));
    expect(failure.code).toBe('PROUIE_TRAINER_UNFINISHED');
    expect(failure.message).toMatch(message);
    expect(readFileSync(failure.location!.file!, 'utf8')).toContain('Num examples');
    environment.disturb({});
    const second = await train(folder, 'second');
    expect(second.record.messages.at(-1)).toMatch(/^goes on from step [26]$/);
  });

  it('puts a checkpoint of DeepSpeed aside that does not say which of its folders is whole', async () => {
    const folder = temporaryFolder();
    environment.disturb({ killAt: 5 });
    await failureOfAsync(() => train(folder, 'killed'));
    mkdirSync(join(folder, 'checkpoints/llamafactory/output/checkpoint-4/global_step4'));
    environment.disturb({});
    const last = await train(folder, 'last');
    expect(last.record.messages.at(-1)).toBe('goes on from step 2');
  });
});

describe('options of LLaMA-Factory that do not fit together', () => {
  const inputs = { rows: import.meta.filename, start: import.meta.filename };

  it.each([
    [
      { gpus: 3, batch: 32 },
      'languageModel.sft.batch: 3 devices with deviceBatch 2 do not divide a step of 32 rows',
    ],
    [
      { gpus: 4, nodes: 2, batch: 64 },
      'languageModel.sft.batch: a step of 64 rows needs accumulation 4 with deviceBatch 2 on 8 devices, not 1',
    ],
    [{ deepspeed: 'zero2' }, 'languageModel.sft.deepspeed: DeepSpeed needs GPUs, and gpus is 0'],
  ])('are refused before anything starts: %j', (changes: Options, fault) => {
    const failure = failureOf(() => requestFor(inputs, changes));
    expect(failure.code).toBe('PROUIE_ENGINE_OPTIONS');
    expect(failure.message).toContain(fault);
  });

  it('are none where a step has the rows that it must have', () => {
    expect(() => requestFor(inputs, { gpus: 4, accumulation: 4, batch: 32 })).not.toThrow();
  });

  it('of several machines count all their GPUs', () => {
    const request = requestFor(inputs, { gpus: 8, nodes: 2 });
    expect(engine.workload(request)).toMatchObject({ gpus: 16 });
    const files = request['files'] as { readonly [path: string]: string };
    expect(files['train.yaml']).toContain('data_shared_file_system: true');
  });
});
