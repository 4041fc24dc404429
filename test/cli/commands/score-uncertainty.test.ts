import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as score from '../../../src/cli/commands/score.ts';
import { runCommand, toJsonLines } from '../command-run.ts';

/** 120 sentences with one person each; a system finds those whose number its rule lets through. */
const gold = Array.from({ length: 120 }, (_, number) => ({
  id: `${number}`,
  dataset: number < 60 ? 'towns' : 'rivers',
  task: 'ner',
  split: 'test',
  text: `Person${number} slept`,
  schema: { types: ['person'] },
  gold: { entities: [{ type: 'person', text: `Person${number}` }] },
}));
const answersOf = (finds: (number: number) => boolean) =>
  gold.map(({ id }, number) => ({
    id,
    output: `{"person": "${finds(number) ? `Person${number}` : 'slept'}"}`,
  }));

const folder = mkdtempSync(join(tmpdir(), 'prouie-score-uncertainty-'));
const scoreIn = (...argv: string[]) =>
  runCommand(score.run, ['--gold', 'gold.jsonl', '--predictions', 'good.jsonl', ...argv], '', folder);
beforeAll(() => {
  writeFileSync(join(folder, 'gold.jsonl'), toJsonLines(gold));
  writeFileSync(join(folder, 'good.jsonl'), toJsonLines(answersOf((number) => number % 4 !== 0)));
  writeFileSync(join(folder, 'poor.jsonl'), toJsonLines(answersOf((number) => number % 4 === 1)));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Measure {
  readonly low: number;
  readonly high: number;
  readonly f1: number;
  readonly other: number;
  readonly difference: number;
  readonly p: number;
}
const measuresIn = (stdout: string, profile = 'prouie') =>
  (
    JSON.parse(stdout) as {
      profiles: Record<
        string,
        { datasets: Record<string, { entity: Measure }>; average: { entity: Measure } }
      >;
    }
  ).profiles[profile]!;

describe('prouie score --ci', () => {
  test('puts an interval around the F1 of every data set, and a narrower one around their average', async () => {
    const { datasets, average } = measuresIn((await scoreIn('--ci', '--json')).stdout);
    for (const { entity } of Object.values(datasets)) {
      expect(entity.low).toBeLessThan(75);
      expect(entity.high).toBeGreaterThan(75);
    }
    const width = ({ low, high }: Measure) => high - low;
    expect(width(average.entity)).toBeLessThan(width(datasets['towns']!.entity));
  });

  test('prints them beside the F1, a block a profile', async () => {
    const { stdout } = await scoreIn('--ci', '--profile', 'prouie', '--profile', 'uie');
    expect(stdout).toMatch(/^profile prouie, 95 % intervals\n\ndata set {2}metric {5}f1 {4}low {3}high\n/);
    expect(stdout).toMatch(/\ntowns {5}entity {2}75\.00 {2}6\d\.\d\d {2}8\d\.\d\d\n/);
    expect(stdout).toMatch(/\naverage {3}entity {2}75\.00 /);
    expect(stdout).toContain('\n\nprofile uie, 95 % intervals\n');
  });
});

describe('prouie score --against', () => {
  test('says how far two systems are apart, and that it is no chance', async () => {
    const { datasets, average } = measuresIn((await scoreIn('--against', 'poor.jsonl', '--json')).stdout);
    for (const { f1, other, difference, low, high, p } of [datasets['rivers']!.entity, average.entity]) {
      expect([f1, other, difference]).toEqual([75, 25, 50]);
      expect(low).toBeGreaterThan(25);
      expect(high).toBeLessThan(75);
      expect(p).toBeLessThan(0.01);
    }
    const { stdout } = await scoreIn('--against', 'poor.jsonl');
    expect(stdout).toMatch(/\naverage {3}entity {2}75\.00 {2}25\.00 {6}\+50\.00 .* < 0\.001\n/);
  });

  test('finds a system equal to itself', async () => {
    const { average } = measuresIn((await scoreIn('--against', 'good.jsonl', '--json')).stdout);
    expect(average.entity).toEqual({ f1: 75, other: 75, difference: 0, low: 0, high: 0, p: 1 });
  });

  test('needs an answer to every example of both systems', async () => {
    writeFileSync(join(folder, 'half.jsonl'), toJsonLines(answersOf(() => true).slice(0, 60)));
    expect((await scoreIn('--against', 'half.jsonl')).error).toMatchObject({
      code: 'PROUIE_MISSING_PREDICTION',
    });
    expect((await scoreIn('--against', 'half.jsonl', '--missing', 'empty')).error).toBeUndefined();
    expect((await scoreIn('--against', 'half.jsonl', '--ci')).error).toMatchObject({ code: 'PROUIE_USAGE' });
  });
});
