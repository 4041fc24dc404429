import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingRequest } from '../../../src/engines/engine.ts';
import { engine } from '../../../src/engines/trl/engine.ts';
import { BundleStore } from '../../../src/identity/bundle.ts';
import type { Json } from '../../../src/json.ts';
import { packageRoot } from '../../checks/source-tree.ts';
import { failureOfAsync } from '../../failure.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { inventRows } from '../embedded/invented-rows.ts';
import {
  enginePath,
  grpoPython,
  runPython,
  sftEnvironments,
  sftPython,
  tinyModel,
} from '../engine-python.ts';
import { digestOf, openInput, openRunFolder, type RunFolder } from '../run-folder.ts';
import { writeFailingReward } from './failing-reward.ts';

/** Eight rows, four prompts a step and two a change of the weights, twice over: four steps, eight changes. */
const ROWS = 8;
const OPTIONS = {
  rollouts: 8,
  epochs: 2,
  promptsPerStep: 4,
  promptsPerUpdate: 2,
  deviceBatch: 16,
  maxPrompt: 400,
  maxAnswer: 48,
  learningRate: 1e-3,
  precision: 'fp32',
  gpus: 0,
  saveSteps: 1,
} as const satisfies { readonly [name: string]: Json };

let server: string;
let model: string;
beforeAll(async () => {
  server = (await new BundleStore(packageRoot).bundle('src/engines/reward-server.ts')).path;
  if (sftPython !== undefined) model = tinyModel();
}, 240_000);

function inputsIn(folder: string, reward: string): { readonly [name: string]: string } {
  const rows = join(folder, 'rows.jsonl');
  const lines = inventRows('ner', ROWS, 7).map((row) => `${JSON.stringify(row)}\n`);
  writeFileSync(rows, lines.join(''));
  return {
    start: model,
    rows,
    'code/driver': enginePath('trl/grpo.py'),
    'code/prompt': enginePath('chat_prompt.py'),
    'code/bridge': enginePath('reward_bridge.py'),
    'code/reward': reward,
    'program/verify': enginePath('verify_model.py'),
  };
}

function requestFor(
  inputs: { readonly [name: string]: string },
  options: { readonly [name: string]: Json } = OPTIONS,
): TrainingRequest {
  return engine.render({
    method: 'grpo',
    seed: 3,
    options,
    reward: { penalty: 'additive' },
    rows: { digest: digestOf(inputs['rows']!), count: ROWS },
    start: digestOf(inputs['start']!),
    code: {},
  });
}

function collected(run: RunFolder) {
  return engine.collect(
    openInput('log', run.output('log', '')),
    openInput('checkpoint', run.output('checkpoint', '')),
  );
}

describe.skipIf(sftPython === undefined)('GRPO with TRL (needs the Python environment sft)', () => {
  it('trained without a break, and killed in the middle, broken by its reward and gone on, ends in the same bytes', async () => {
    const straight = temporaryFolder();
    const straightInputs = inputsIn(straight, server);
    const request = requestFor(straightInputs);
    const whole = openRunFolder(straight, 'first', straightInputs, sftEnvironments);
    await engine.train(whole.context, request);
    expect(whole.record.progress).toEqual(Array.from({ length: 8 }, (_, done) => [done + 1, 8]));

    const broken = temporaryFolder();
    const inputs = inputsIn(
      broken,
      writeFailingReward(broken, server, [
        { batch: 3, act: 'kill the trainer' },
        { batch: 2, act: 'die' },
      ]),
    );
    const output = join(broken, 'checkpoints', 'trl', 'output');
    const killed = await failureOfAsync(() =>
      engine.train(openRunFolder(broken, 'killed', inputs, sftEnvironments).context, request),
    );
    expect(killed.code).toBe('PROUIE_TRAINER_KILLED');
    expect(readdirSync(output).sort()).toEqual(['README.md', 'checkpoint-2', 'checkpoint-4']);

    // As if it had been killed a moment later, in the middle of writing.
    mkdirSync(join(output, 'checkpoint-6'));
    writeFileSync(join(output, 'checkpoint-6', 'optimizer.pt'), 'half');
    const second = openRunFolder(broken, 'bridge', inputs, sftEnvironments);
    const died = await failureOfAsync(() => engine.train(second.context, request));
    expect(second.record.messages).toEqual(['goes on from output/checkpoint-4']);
    expect(died.code).toBe('PROUIE_TRAINER_FAILED');
    expect(died.message).toMatch(/The reward program ended in batch 2 with status 3\. .*out of ink/);
    expect(readdirSync(join(broken, 'checkpoints', 'trl', 'aside'))).toEqual(['checkpoint-6.0']);

    const third = openRunFolder(broken, 'last', inputs, sftEnvironments);
    await engine.train(third.context, request);
    expect(third.record.messages).toEqual(['goes on from output/checkpoint-6']);
    const weights = (run: RunFolder) => digestOf(run.output('checkpoint', 'model.safetensors'));
    expect(weights(third)).toBe(weights(whole));
    expect(weights(whole)).not.toBe(digestOf(join(model, 'model.safetensors')));
    expect(collected(third)).toEqual(collected(whole));

    // Over means over: nothing is started again.
    const log = readFileSync(third.output('log', 'train.log'), 'utf8');
    const again = openRunFolder(broken, 'again', inputs, sftEnvironments);
    await engine.train(again.context, request);
    expect(readFileSync(again.output('log', 'train.log'), 'utf8')).toBe(log);
    expect(again.record.progress).toEqual([]);

    const { rows, curves } = collected(whole);
    expect(rows).toBe(ROWS);
    const names = new Set(curves.map(({ name }) => name));
    for (const name of [
      'reward',
      'malformed',
      'kl',
      'entropy',
      'ties',
      'truncated',
      'length',
      'cov_t',
      'thinking',
    ])
      expect(names).toContain(name);
    // The reward is asked once a step, the weights change twice.
    expect(curves.filter(({ name }) => name === 'malformed').map(({ step }) => step)).toEqual([1, 3, 5, 7]);
    expect(curves.filter(({ name }) => name === 'loss')).toHaveLength(8);
    expect(curves.some(({ name, value }) => name === 'reward' && value > -1)).toBe(true);

    // What is handed on has the tokenizer, the template and the sampling of the start, and no optimizer.
    const files = openInput('checkpoint', whole.output('checkpoint', '')).files;
    expect(files).toEqual(openInput('start', model).files);
    for (const name of files.filter((file) => !/^(config\.json|model\.safetensors)$/.test(file)))
      expect(digestOf(whole.output('checkpoint', name)), name).toBe(digestOf(join(model, name)));
    expect(JSON.parse(readFileSync(whole.output('checkpoint', 'config.json'), 'utf8'))).toMatchObject({
      rope_theta: 1_000_000,
    });
  }, 240_000);

  it('ends with the time-out of a reward that does not answer, and gives no reward instead', async () => {
    const folder = temporaryFolder();
    const inputs = inputsIn(folder, writeFailingReward(folder, server, [{ batch: 2, act: 'hang' }]));
    const request = requestFor(inputs, { ...OPTIONS, rewardSeconds: 3 });
    const hung = await failureOfAsync(() =>
      engine.train(openRunFolder(folder, 'hung', inputs, sftEnvironments).context, request),
    );
    expect(hung.code).toBe('PROUIE_TRAINER_FAILED');
    expect(hung.message).toContain('The reward program did not answer batch 2 within 3 s.');
  }, 240_000);

  it('ends before it trains when rows are missing, a prompt is too long, or TRL does not know a setting', () => {
    const folder = temporaryFolder();
    const rows = inputsIn(folder, server)['rows']!;
    const driver = join(import.meta.dirname, 'driver-refusals.py');
    const { order, ...refusals } = JSON.parse(runPython(driver, [rows, model], enginePath('trl'))) as {
      readonly order: readonly number[];
      readonly [refusal: string]: unknown;
    };
    expect(refusals).toEqual({
      rows: `${rows} has 8 rows, but the request names 9`,
      prompts: expect.stringMatching(
        /^8 prompts have more than 20 tokens \(up to \d+\); the first is row 1$/,
      ),
      setting: 'GRPOConfig of TRL 0.24.0 has no betta',
    });
    // Two epochs of seven rows in steps of three: each leaves one out, and none has a row twice.
    expect(order).toHaveLength(12);
    for (const epoch of [order.slice(0, 6), order.slice(6)]) expect(new Set(epoch).size).toBe(6);
    expect(order.slice(0, 6)).not.toEqual(order.slice(6));
  }, 240_000);
});

describe.skipIf(sftPython === undefined || grpoPython === undefined)(
  'GRPO with TRL 1.16 (needs the Python environments sft and grpo)',
  () => {
    it('goes on after a kill to the same bytes, and hands over what transformers 4 reads', async () => {
      const environments = { grpo: { python: grpoPython! } };
      const options = { ...OPTIONS, version: '1.16', lossMean: 'token' };
      const [straight, broken] = [temporaryFolder(), temporaryFolder()];
      const whole = openRunFolder(straight, 'first', inputsIn(straight, server), environments);
      const request = requestFor(inputsIn(straight, server), options);
      await engine.train(whole.context, request);

      const reward = writeFailingReward(broken, server, [{ batch: 3, act: 'kill the trainer' }]);
      const inputs = inputsIn(broken, reward);
      const attempt = (name: string): RunFolder => openRunFolder(broken, name, inputs, environments);
      const killed = await failureOfAsync(() => engine.train(attempt('killed').context, request));
      expect(killed.code).toBe('PROUIE_TRAINER_KILLED');
      const last = attempt('last');
      await engine.train(last.context, request);
      expect(last.record.messages).toEqual(['goes on from output/checkpoint-4']);
      expect(digestOf(last.output('checkpoint', ''))).toBe(digestOf(whole.output('checkpoint', '')));
      expect(collected(last)).toEqual(collected(whole));

      // transformers 5 wrote it without.
      const written = join(broken, 'checkpoints', 'trl', 'output', 'config.json');
      expect(JSON.parse(readFileSync(written, 'utf8'))).not.toHaveProperty('rope_theta');
      const read =
        'import sys, transformers as t; m = t.AutoModelForCausalLM.from_pretrained(sys.argv[1]); print(m.config.rope_theta)';
      const program = join(broken, 'read.py');
      writeFileSync(program, read);
      expect(Number(runPython(program, [last.output('checkpoint', '')]))).toBe(1_000_000);
    }, 480_000);
  },
);
