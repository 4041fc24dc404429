import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Checkpoint, zeroCheckpoint } from '../../../src/engines/embedded/checkpoint.ts';
import { generate } from '../../../src/engines/embedded/generate.ts';
import { defaultGrpoOptions, type GrpoOptions, trainGrpo } from '../../../src/engines/embedded/grpo.ts';
import { defaultSftOptions, trainSft } from '../../../src/engines/embedded/sft.ts';
import { createReward } from '../../../src/engines/reward-function.ts';
import { inventRows } from './invented-rows.ts';
import { BITS, mixedRows, shareExact, trainOn } from './trained.ts';

const digest = (...parts: readonly (string | NodeJS.ArrayBufferView)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
};
const digestOf = ({ weights, accumulators, metadata }: Checkpoint): string =>
  digest(weights, accumulators ?? '', JSON.stringify(metadata));

const reward = createReward({});
const explore = async (
  start: Checkpoint,
  rows: ReturnType<typeof mixedRows>,
  options: Partial<GrpoOptions> = {},
) => trainGrpo({ rows, start, reward, options: { ...defaultGrpoOptions, ...options }, seed: 2 });

const rows = mixedRows(40, 1);
const heldOut = mixedRows(40, 2);
let trained: Checkpoint;
beforeAll(async () => {
  trained = await trainOn(rows);
});

describe('supervised fine-tuning', () => {
  test('learns all three tasks in two epochs', async () => {
    expect(await shareExact(trained, heldOut)).toBeGreaterThan(0.9);
  });

  test('gives equal bytes for equal rows, options and seed, and others for another seed', async () => {
    expect(digestOf(await trainOn(rows))).toBe(digestOf(trained));
    const other = await trainSft({ rows, start: zeroCheckpoint(BITS), options: defaultSftOptions, seed: 2 });
    expect(digestOf(other.checkpoint)).not.toBe(digestOf(trained));
  });

  test('leaves the checkpoint it starts from as it is', async () => {
    const before = digestOf(trained);
    await trainOn(inventRows('re', 10, 5), {}, trained);
    expect(digestOf(trained)).toBe(before);
  });

  test('learns to leave out empty fields when asked to, and still writes them when not', async () => {
    const concise = await trainOn(inventRows('re', 40, 1, 'sa'), {}, trained);
    expect(await shareExact(concise, inventRows('re', 20, 9, 'sa'))).toBeGreaterThan(0.9);
    expect(await shareExact(concise, inventRows('re', 20, 9, 'cm'))).toBeGreaterThan(0.9);
  });

  test('keeps the role layers that were planned first', async () => {
    const again = await trainOn(inventRows('ee', 5, 6), {}, trained);
    expect(again.metadata.rolePlans).toEqual(trained.metadata.rolePlans);
    expect(trained.metadata.rolePlans).toHaveLength(1);
  });

  test('writes answers in the layout of the targets', async () => {
    const pretty = inventRows('ner', 30, 1).map((row) => ({
      ...row,
      output: JSON.stringify(JSON.parse(row.output), null, 2),
    }));
    expect(await shareExact(await trainOn(pretty), pretty)).toBeGreaterThan(0.9);
    const compact = pretty.map((row) => ({ ...row, output: JSON.stringify(JSON.parse(row.output)) }));
    expect(await shareExact(await trainOn(compact), compact)).toBeGreaterThan(0.9);
  });

  test('draws falling curves of the loss with at most 50 points', async () => {
    const { curves } = await trainSft({
      rows,
      start: zeroCheckpoint(BITS),
      options: defaultSftOptions,
      seed: 1,
    });
    const loss = curves.filter(({ name }) => name === 'loss');
    expect(loss.length).toBeLessThanOrEqual(50);
    expect(loss.at(-1)!.step).toBe(240);
    expect(loss.at(-1)!.value).toBeLessThan(loss[0]!.value / 10);
    expect(curves.filter(({ name }) => name === 'unprojected').every(({ value }) => value === 0)).toBe(true);
  });

  test('reports every step and stops with the reason when it is told to', async () => {
    const controller = new AbortController();
    const steps: number[] = [];
    const training = trainSft({
      rows,
      start: zeroCheckpoint(BITS),
      options: defaultSftOptions,
      seed: 1,
      signal: controller.signal,
      onStep: (step, total) => {
        expect(total).toBe(240);
        steps.push(step);
        if (step === 10) controller.abort(new Error('enough'));
      },
    });
    await expect(training).rejects.toThrow('enough');
    expect(steps.length).toBeLessThan(240);
    expect(steps).toEqual(steps.map((_, index) => index + 1));
  });
});

describe('GRPO', () => {
  const meanReward = async (checkpoint: Checkpoint): Promise<number> => {
    const outputs = await generate(checkpoint, heldOut, { sampling: { temperature: 0.7, seed: 3 } });
    return (
      outputs.reduce((sum, output, index) => sum + reward(heldOut[index]!, output).overall, 0) /
      outputs.length
    );
  };

  test('raises the reward of sampled answers to prompts it has not seen', async () => {
    const start = await trainOn(mixedRows(6, 1), { epochs: 1 });
    const { checkpoint } = await explore(start, rows);
    expect(await meanReward(checkpoint)).toBeGreaterThan((await meanReward(start)) + 0.1);
  });

  test('gives equal bytes for equal rows, options and seed', async () => {
    const once = await explore(trained, rows);
    const twice = await explore(trained, rows);
    expect(digestOf(twice.checkpoint)).toBe(digestOf(once.checkpoint));
    expect(twice.curves).toEqual(once.curves);
  });

  test('hands the reward strings that a reader of answers understands, in the style of the prompt', async () => {
    const seen: string[] = [];
    await trainGrpo({
      rows: rows.slice(0, 20),
      start: trained,
      reward: (row, output) => {
        seen.push(output);
        return reward(row, output);
      },
      options: defaultGrpoOptions,
      seed: 1,
    });
    expect(seen.length).toBeGreaterThanOrEqual(20);
    for (const output of seen) expect(Object.keys(JSON.parse(output))).toEqual(['person', 'town', 'vessel']);
  });

  test('moves no weight when all answers are worth the same and KL has no weight', async () => {
    const { checkpoint, curves } = await trainGrpo({
      rows,
      start: trained,
      reward: () => ({ overall: 0.5, malformed: false, components: {} }),
      options: { ...defaultGrpoOptions, klCoefficient: 0 },
      seed: 1,
    });
    expect(digest(checkpoint.weights)).toBe(digest(trained.weights));
    expect(curves.filter(({ name }) => name === 'ties').every(({ value }) => value === 1)).toBe(true);
  });

  test('stays nearer to its start the more KL weighs', async () => {
    const start = await trainOn(mixedRows(6, 1), { epochs: 1 });
    const lastKl = async (klCoefficient: number): Promise<number> => {
      const { curves } = await explore(start, rows, { klCoefficient });
      return curves.filter(({ name }) => name === 'kl').at(-1)!.value;
    };
    expect(await lastKl(1)).toBeLessThan((await lastKl(0.001)) / 2);
  });

  test('records reward, its components, entropy, KL, ties, malformed and unprojected shares, and the loss', async () => {
    const { curves } = await explore(trained, inventRows('ner', 10, 1));
    const names = new Set(curves.map(({ name }) => name));
    for (const name of [
      'reward',
      'reward/f1_p',
      'malformed',
      'entropy',
      'kl',
      'ties',
      'unprojected',
      'loss',
    ]) {
      expect(names, name).toContain(name);
    }
    expect(curves.filter(({ name }) => name === 'malformed').every(({ value }) => value === 0)).toBe(true);
  });
});

describe('generation', () => {
  test('draws other answers with another seed and the same with the same', async () => {
    const early = await trainOn(rows.slice(0, 9), { epochs: 1 });
    const draw = (seed: number) => generate(early, heldOut, { sampling: { temperature: 1, seed } });
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
  });

  test('gives a row the same answer whatever other prompts are asked', async () => {
    const outputs = await generate(trained, heldOut);
    expect(await generate(trained, heldOut.slice(50, 60))).toEqual(outputs.slice(50, 60));
  });
});

test('the answers after SFT and after GRPO on invented rows are the ones on record', async () => {
  const start = await trainOn(mixedRows(25, 11));
  const { checkpoint } = await explore(start, mixedRows(15, 12));
  const sampling = { temperature: 2, seed: 1 };
  const answers = [
    ...(await generate(start, heldOut)),
    ...(await generate(start, heldOut, { sampling })),
    ...(await generate(checkpoint, heldOut, { sampling })),
  ];
  expect(digest(answers.join('\n'))).toBe('bc0f8310ae690d27');
});
