import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeTable } from '../../src/tables/all-tables.ts';
import { lengthBuckets } from '../../src/tables/length-buckets.ts';
import { cellAt, lengthRow, NOTHING } from './measured.ts';
import { paper } from './paper.ts';

const TEN = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

describe('length buckets', () => {
  it('begin with the shortest output when they are cumulative', () => {
    expect(lengthBuckets(TEN, 'cumulative')).toEqual([
      { min: 10, mean: 30, max: 50 },
      { min: 10, mean: 40, max: 70 },
      { min: 10, mean: 55, max: 100 },
    ]);
  });

  it('begin behind the one before when they are disjoint', () => {
    expect(lengthBuckets(TEN, 'disjoint')).toEqual([
      { min: 10, mean: 30, max: 50 },
      { min: 60, mean: 65, max: 70 },
      { min: 80, mean: 90, max: 100 },
    ]);
  });

  it('are null where a disjoint bucket holds nothing', () => {
    expect(lengthBuckets([7], 'disjoint')).toEqual([{ min: 7, mean: 7, max: 7 }, null, null]);
  });

  it('do not depend on the order of the outputs, and share out no output twice', () => {
    const lengths = fc.array(fc.nat(500), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(lengths, (values) => {
        const backwards = [...values].reverse();
        expect(lengthBuckets(backwards, 'cumulative')).toEqual(lengthBuckets(values, 'cumulative'));
        const found = lengthBuckets(values, 'disjoint').filter((bucket) => bucket !== null);
        for (let index = 1; index < found.length; index++) {
          expect(found[index]!.min).toBeGreaterThanOrEqual(found[index - 1]!.max);
        }
      }),
    );
  });

  it('cannot fit Table 6: cumulative minima are equal, disjoint buckets do not overlap', () => {
    const rows = paper.published.tables.find((table) => table.table === '6')!.rows;
    for (const { values } of rows) expect(new Set([values[0], values[3], values[6]]).size).toBeGreaterThan(1);
    const events = rows.find((row) => row.row === 'EE CM')!.values;
    expect(events[2]!).toBeGreaterThan(events[3]!);
  });
});

describe('Table 6', () => {
  const lengths = [
    lengthRow('SciERC', 're', 'cm-only', TEN),
    lengthRow('semeval_RE', 're', 'cm-only', TEN),
    lengthRow('CASIE', 'ee', 'cm-only', TEN),
    lengthRow('PHEE', 'ee', 'cm-only', TEN),
    lengthRow('AnatEM', 'ner', 'cm-only', TEN),
  ];
  const missing = [{ dataset: 'ACE2005-EE', reason: 'not found' }];
  const table = makeTable('6', paper, { ...NOTHING, lengths, missing });

  it("pools the paper's sets of a task", () => {
    expect(cellAt(table, 'RE CM', 'P50 mean')).toMatchObject({
      value: 30,
      published: 70,
      delta: -40,
      within: false,
    });
    expect(cellAt(table, 'RE CM', 'P70 max')).toMatchObject({
      value: 70,
      published: 85,
      node: 'lengths/cm-only',
    });
  });

  it('gives no difference when one of them is missing', () => {
    expect(cellAt(table, 'EE CM', 'P50 mean')).toMatchObject({
      value: 30,
      published: 81,
      delta: null,
      note: 'only CASIE of ACE2005-EE, CASIE',
    });
  });

  it('says why a setting has no lengths', () => {
    expect(cellAt(table, 'EE CM+SA', 'P99 max')).toMatchObject({
      value: null,
      note: 'variant without-de was not run',
    });
    const one = makeTable('6', paper, { ...NOTHING, lengths: [lengths[0]!], missing });
    expect(cellAt(one, 'EE CM', 'P99 max').note).toBe('not found; no outputs for this set');
  });

  it('adds other settings and other RE and EE sets as rows that are marked', () => {
    expect(table.rows.slice(0, 4).map((row) => [row.row, row.group])).toEqual([
      ['RE CM', null],
      ['RE CM+SA', null],
      ['EE CM', null],
      ['EE CM+SA', null],
    ]);
    const added = table.rows.slice(4);
    expect(added.map((row) => row.row)).toEqual([
      'RE CM+SA+DE',
      'EE CM+SA+DE',
      'PHEE CM',
      'PHEE CM+SA',
      'PHEE CM+SA+DE',
    ]);
    expect(added.every((row) => row.group === 'not in the paper')).toBe(true);
  });

  it('names tokenizer and buckets', () => {
    expect(table.remarks.join(' ')).toContain('Qwen3 tokenizer');
    expect(table.remarks.join(' ')).toContain('cumulative (an assumption)');
  });
});
