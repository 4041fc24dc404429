import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { engine } from '../../../src/engines/easyr1/engine.ts';
import { BundleStore } from '../../../src/identity/bundle.ts';
import type { TrainingRow } from '../../../src/uie/records.ts';
import { packageRoot } from '../../checks/source-tree.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { inventRows } from '../embedded/invented-rows.ts';
import { python } from '../python/python.ts';
import { type FakeEnvironment, makeFakeEnvironment } from './fake-environment.ts';
import { grpoOrder, SMALL_OPTIONS } from './orders.ts';
import { MODEL, readTensors, type TestRun, testRun, writeModel } from './run-context.ts';

const engines = join(packageRoot, 'src', 'engines');
const ROWS = inventRows('ner', 27, 5);
/** Three batches of 8 from 27 rows, three times. */
const STEPS = 9;

let environment: FakeEnvironment;
let rewardServer: string;
beforeAll(async () => {
  vi.stubEnv('CUDA_VISIBLE_DEVICES', '0,1');
  environment = makeFakeEnvironment();
  rewardServer = (await new BundleStore(packageRoot).bundle('src/engines/reward-server.ts')).path;
});
afterEach(() => environment.disturb({}));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(environment.folder, { recursive: true });
});

interface Settings {
  readonly rows?: readonly TrainingRow[];
  readonly options?: object;
  readonly inputs?: { readonly [name: string]: string };
  readonly place?: FakeEnvironment;
  readonly checkpoints?: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (done: number) => void;
}

async function train({
  rows = ROWS,
  options = {},
  inputs = {},
  place = environment,
  ...rest
}: Settings): Promise<TestRun> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const run = testRun(
    {
      rows: join(folder, 'rows.jsonl'),
      start: writeModel(join(folder, 'start')),
      'code/reward': rewardServer,
      'code/bridge': join(engines, 'reward_bridge.py'),
      'code/sfr': join(engines, 'easyr1', 'sfr.py'),
      'program/verify': join(engines, 'verify_model.py'),
      'program/lengths': join(engines, 'easyr1', 'prompt_lengths.py'),
      'program/merge': join(engines, 'easyr1', 'merge_shards.py'),
      ...inputs,
    },
    { easyr1: { python: place.python } },
    rest,
  );
  const order = grpoOrder({ ...SMALL_OPTIONS, ...options }, rows.length);
  // The stand-in runs with whatever Python there is.
  await engine.train(run.context, engine.render({ ...order, versions: { python: '3.*' } }));
  return run;
}

function weightsOf({ checkpoint }: TestRun) {
  return readTensors(checkpoint.file('model.safetensors'));
}

describe.skipIf(python === undefined)('a run of EasyR1, on its stand-in (needs Python)', () => {
  it('leaves a model, its curves, and nothing that runs', async () => {
    const run = await train({});
    expect(run.checkpoint.files).toEqual([
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    const trained = Object.entries(MODEL).map(([name, { values }]) => [
      name,
      values.map((value) => value + 0.125 * STEPS),
    ]);
    expect(weightsOf(run)).toEqual(Object.fromEntries(trained));
    expect(environment.clusterLives()).toBe(false);
    expect(JSON.parse(readFileSync(run.log.file('packages.json'), 'utf8'))).toMatchObject({
      python: expect.stringMatching(/^3\./),
      packages: { verl: '0.3.3.dev0', vllm: '0.11.0' },
    });

    const { rows, curves } = engine.collect(run.log, run.checkpoint);
    expect(rows).toBe(27);
    const curve = (name: string) => curves.filter((point) => point.name === name);
    expect(curve('reward/overall').map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const name of ['reward/malformed', 'reward/zero_variance']) {
      const mean = curve(name).reduce((sum, { value }) => sum + value, 0) / STEPS;
      expect(mean).toBeGreaterThan(0);
      expect(mean).toBeLessThan(1);
    }
    expect(curve('reward/f1_p')).toHaveLength(STEPS);
    expect(curve('response_length/clip_ratio')).toHaveLength(STEPS);
    // NaN at the first step.
    expect(curve('actor/kl_loss')).toHaveLength(STEPS - 1);
    expect(curve('val/overall').map(({ step }) => step)).toEqual([STEPS]);
    expect(curve('val/zero_variance')).toEqual([]);
    expect(curves.filter(({ name }) => name.startsWith('timing_s/'))).toEqual([]);
  });

  it('goes on where it was broken off, and ends with the same model and curves', async () => {
    const whole = await train({});
    const checkpoints = temporaryFolder();
    environment.disturb({ dieAt: 7 });
    await expect(train({ checkpoints })).rejects.toMatchObject({
      code: expect.stringMatching(/^PROUIE_TRAINER_/),
    });
    expect(environment.clusterLives()).toBe(false);
    const resumed = await train({ checkpoints });
    expect(resumed.messages).toContain('goes on from step 6 of 9');
    expect(weightsOf(resumed)).toEqual(weightsOf(whole));
    expect(engine.collect(resumed.log, resumed.checkpoint)).toEqual(
      engine.collect(whole.log, whole.checkpoint),
    );
    expect(resumed.log.files.filter((file) => file.startsWith('segment-'))).toContain(
      'segment-2/experiment_log.jsonl',
    );
  });

  it('is not begun again once it is finished', async () => {
    const checkpoints = temporaryFolder();
    const first = await train({ checkpoints });
    const second = await train({ checkpoints });
    expect(weightsOf(second)).toEqual(weightsOf(first));
    expect(second.log.files).not.toContain('train-2.log');
    expect(engine.collect(second.log, second.checkpoint)).toEqual(
      engine.collect(first.log, first.checkpoint),
    );
  });

  it('ends with all that it started when it is stopped', async () => {
    const controller = new AbortController();
    const stopped = train({
      signal: controller.signal,
      onStep: (done) => (done === 2 ? controller.abort(new Error('stopped by a test')) : undefined),
    });
    await expect(stopped).rejects.toThrow('stopped by a test');
    expect(environment.clusterLives()).toBe(false);
  });

  it.each([
    ['rayFails', 'PROUIE_RAY', /ended by itself/],
    ['losesRows', 'PROUIE_TRAINER_UNFINISHED', /that of step 3, not 9/],
    ['loseKeys', 'PROUIE_EASYR1_MERGE', /Cannot find key/],
    ['brokenWeights', 'PROUIE_TRAINER_FAILED', /infinite or no numbers/],
  ])('fails with its reason: %s', async (order, code, message) => {
    environment.disturb({ [order]: true });
    await expect(train({})).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('fails with the words of the bridge when the reward program breaks', async () => {
    const broken = join(temporaryFolder(), 'server.mjs');
    writeFileSync(broken, "console.error('no reward today');\nprocess.exit(4);\n");
    await expect(train({ inputs: { 'code/reward': broken } })).rejects.toMatchObject({
      message: expect.stringMatching(/reward program ended in batch 1 with status 4/),
    });
  });

  it('does not begin with prompts that would be left out, unless it is said how many may be', async () => {
    const long: TrainingRow = { ...ROWS[0]!, input: 'word '.repeat(500) };
    const rows = [...ROWS.slice(1), long];
    const checkpoints = temporaryFolder();
    await expect(train({ rows, checkpoints })).rejects.toMatchObject({
      code: 'PROUIE_PROMPT_OVERLONG',
      message: expect.stringContaining('1 of 27 prompts'),
      location: { line: 27 },
    });
    expect(readdirSync(join(checkpoints, 'easyr1'))).not.toContain('output');
  });

  it('does not begin from a model that another version of transformers reads otherwise', async () => {
    const start = writeModel(join(temporaryFolder(), 'start'), {
      'config.json': { architectures: ['Qwen3ForCausalLM'], rope_parameters: { rope_theta: 1_000_000 } },
    });
    await expect(train({ inputs: { start } })).rejects.toMatchObject({
      message: expect.stringContaining('rope_theta inside rope_parameters'),
    });
  });

  it('does not begin in an environment of other versions', async () => {
    const place = makeFakeEnvironment({ verl: '0.3.2', omegaconf: '2.4.0' });
    await expect(train({ place })).rejects.toMatchObject({
      code: 'PROUIE_ENVIRONMENT_VERSION',
      message: expect.stringMatching(/omegaconf is 2\.4\.0.*verl is 0\.3\.2/),
    });
    rmSync(place.folder, { recursive: true });
  });

  it('lays the start out for reading alone: nothing of it changes', async () => {
    const start = writeModel(join(temporaryFolder(), 'start'));
    const before = readdirSync(start).map((name) => readFileSync(join(start, name)));
    const checkpoints = temporaryFolder();
    await train({ inputs: { start }, checkpoints });
    expect(readdirSync(start).map((name) => readFileSync(join(start, name)))).toEqual(before);
    expect(existsSync(join(checkpoints, 'easyr1', 'model', 'model.safetensors'))).toBe(true);
  });
});
