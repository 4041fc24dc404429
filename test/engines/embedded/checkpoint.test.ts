import { describe, expect, test } from 'vitest';
import {
  type Checkpoint,
  FEATURE_VERSION,
  zeroCheckpoint,
} from '../../../src/engines/embedded/checkpoint.ts';
import { generate } from '../../../src/engines/embedded/generate.ts';
import { inventRows } from './invented-rows.ts';
import { shareExact, trainOn } from './trained.ts';

const rows = inventRows('ner', 20, 1);
const refused = { code: 'PROUIE_EMBEDDED_CHECKPOINT' };

describe('a checkpoint', () => {
  test('survives a trip through JSON and raw bytes', async () => {
    const trained = await trainOn(rows);
    const copy: Checkpoint = {
      weights: new Float32Array(new Uint8Array(trained.weights.buffer).slice().buffer),
      metadata: JSON.parse(JSON.stringify(trained.metadata)),
    };
    expect(await generate(copy, rows)).toEqual(await generate(trained, rows));
  });

  test('can be trained on without its accumulators', async () => {
    const { weights, metadata } = await trainOn(rows);
    const again = await trainOn(rows, {}, { weights, metadata });
    expect(await shareExact(again, rows)).toBe(1);
  });

  test('of other features or another size is refused', async () => {
    const zero = zeroCheckpoint(10);
    const older = { ...zero, metadata: { ...zero.metadata, featureVersion: FEATURE_VERSION - 1 } };
    await expect(generate(older, rows)).rejects.toMatchObject(refused);
    await expect(generate({ ...zero, weights: new Float32Array(100) }, rows)).rejects.toMatchObject(refused);
    await expect(trainOn(rows, {}, { ...zero, accumulators: new Float32Array(4) })).rejects.toMatchObject(
      refused,
    );
  });

  test.each([7, 27, 10.5, Number.NaN])('cannot have 2^%d weights', (bits) => {
    expect(() => zeroCheckpoint(bits)).toThrow(expect.objectContaining({ code: 'PROUIE_EMBEDDED_BITS' }));
  });
});
