import { describe, expect, test } from 'vitest';
import { drawRows, PHASES, type Phase, phaseRows, shareRows } from '../../src/corpora/mixture.ts';
import { trainingSets } from '../../src/corpora/training-sets.ts';
import { randomStream } from '../../src/random.ts';
import { packageCards } from './package-cards.ts';

/** All data sets in domain, as large as the paper trains on. */
const pools = trainingSets(packageCards()).map(({ id, task, trainedOn }) => ({
  dataset: id,
  task,
  trainedOn,
  rows: trainedOn,
}));

function drawn(phase: Phase, scale: number, fill: 'repeat' | 'none' = 'repeat') {
  const sums = { ner: 0, re: 0, ee: 0 };
  for (const { task, rows } of shareRows(phaseRows(phase, scale, fill), pools, 'natural')) sums[task] += rows;
  return sums;
}

describe('the mixtures of the phases', () => {
  test.each([
    ['cm1', { ner: 845_646, re: 0, ee: 0 }],
    ['cm2', { ner: 44_951, re: 179_794, ee: 0 }],
    ['cm3', { ner: 7_494, re: 7_494, ee: 9_991 }],
    ['sa', { ner: 0, re: 9_000, ee: 9_000 }],
    ['de1', { ner: 80_000, re: 0, ee: 0 }],
    ['de2', { ner: 0, re: 50_000, ee: 0 }],
    ['de3', { ner: 0, re: 0, ee: 9_991 }],
  ] as const)('have the rows of the paper at scale 1: %s', (phase, rows) => {
    expect(drawn(phase, 1)).toEqual(rows);
  });

  test('leave out the rows that Table 8 does not explain when they are not to be drawn again', () => {
    expect(drawn('cm1', 1, 'none').ner).toBe(830_205);
    const shares = shareRows(phaseRows('cm1', 1, 'none'), pools, 'natural');
    for (const { dataset, rows } of shares)
      expect(rows, dataset).toBe(pools.find((pool) => pool.dataset === dataset)!.rows);
  });

  test('take every relation row of the paper once in the second phase of CM', () => {
    const relations = shareRows(phaseRows('cm2', 1, 'repeat'), pools, 'natural').filter(
      ({ task }) => task === 're',
    );
    for (const { dataset, rows } of relations)
      expect(rows, dataset).toBe(pools.find((pool) => pool.dataset === dataset)!.rows);
  });

  test('keep their numbers exactly, however the rows are shared', () => {
    for (const phase of PHASES) {
      for (const balance of ['natural', 'equal'] as const) {
        const wanted = phaseRows(phase, 0.01, 'repeat');
        const shares = shareRows(wanted, pools, balance);
        for (const task of ['ner', 're', 'ee'] as const) {
          const sum = shares
            .filter((share) => share.task === task)
            .reduce((all, share) => all + share.rows, 0);
          expect(sum, `${phase} ${task} ${balance}`).toBe(wanted[task]);
        }
      }
    }
  });

  test('draw from none of the seven sets out of domain', () => {
    const outside = packageCards().filter(({ domain }) => domain === 'out');
    expect(outside).toHaveLength(7);
    const used = new Set(
      PHASES.flatMap((phase) =>
        shareRows(phaseRows(phase, 1, 'repeat'), pools, 'natural').map(({ dataset }) => dataset),
      ),
    );
    expect(used.size).toBe(29);
    for (const { id } of outside) expect(used.has(id), id).toBe(false);
  });
});

describe('drawing rows', () => {
  test('gives the same rows for the same seed, others for another, and none twice while there are enough', () => {
    const draw = (seed: number): number[] => drawRows(50, 200, randomStream(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(new Set(draw(1)).size).toBe(50);
  });

  test('takes every row before any is taken again', () => {
    const counts = new Map<number, number>();
    for (const row of drawRows(25, 10, randomStream(1))) counts.set(row, (counts.get(row) ?? 0) + 1);
    expect(counts.size).toBe(10);
    expect([...counts.values()].every((count) => count === 2 || count === 3)).toBe(true);
  });

  test('takes the rows that are preferred first', () => {
    const rows = drawRows(6, 10, randomStream(1), (row) => row < 5);
    expect(rows.slice(0, 5).sort()).toEqual([0, 1, 2, 3, 4]);
  });

  test('from a data set without rows is refused', () => {
    expect(() => drawRows(1, 0, randomStream(1))).toThrow(/none/);
  });
});
