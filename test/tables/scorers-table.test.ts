import { describe, expect, it } from 'vitest';
import { makeTable } from '../../src/tables/all-tables.ts';
import { renderText } from '../../src/tables/text.ts';
import { cellAt, metricRow, NOTHING, publishedScores } from './measured.ts';
import { paper } from './paper.ts';

const re = { task: 're', metric: 'relation' } as const;

describe('the table of scorers', () => {
  const metrics = [
    metricRow('SciERC', 40, { ...re, scorer: 'prouie' }),
    metricRow('SciERC', 44, { ...re, scorer: 'uie' }),
    metricRow('NYT', 80, { ...re, scorer: 'prouie' }),
    metricRow('NYT', 70, { ...re, scorer: 'uie' }),
    metricRow('bc5cdr', 80, { scorer: 'prouie' }),
    metricRow('bc5cdr', 82, { scorer: 'uie' }),
    metricRow('bc5cdr', 88, { scorer: 'universalner' }),
  ];
  const table = makeTable('scorers', paper, {
    ...NOTHING,
    metrics,
    scorers: ['prouie', 'uie', 'universalner'],
  });

  it('sets the profiles side by side, says how far they are apart, and averages', () => {
    expect(table.rows.map(({ row, group }) => `${group}: ${row}`)).toEqual([
      'NER: bc5cdr',
      'NER: Mean',
      'RE: NYT',
      'RE: SciERC',
      'RE: Mean',
    ]);
    expect(cellAt(table, 'SciERC', 'uie').value).toBe(44);
    expect(cellAt(table, 'NYT', 'spread').value).toBe(10);
    expect(cellAt(table, 'bc5cdr', 'spread').value).toBe(8);
    const means = table.rows.at(-1)!.cells;
    expect(means.map(({ value }) => value)).toEqual([60, 57, null, 3]);
  });

  it('says where a profile does not count a task', () => {
    expect(cellAt(table, 'SciERC', 'universalner').note).toBe('this profile does not count it');
  });

  it('gives every score an interval of its own', () => {
    const { interval } = cellAt(table, 'SciERC', 'uie');
    expect(interval!.low).toBeLessThan(44);
    expect(interval!.high).toBeGreaterThan(44);
    expect(renderText(table, { width: 200, color: false, intervals: true })).toMatch(
      /44\.00 \[3\d\.\d\d, 4\d\.\d\d\]/,
    );
  });
});

describe('intervals in tables', () => {
  const VARIANTS = ['full', 'sft-control', 'without-de'] as const;
  const metrics = VARIANTS.flatMap((variant) =>
    publishedScores(variant, { shift: variant === 'without-de' ? -6 : 0 }),
  );
  const measurements = { ...NOTHING, metrics };

  it('narrow for averages over data sets', () => {
    const table = makeTable('1', paper, measurements);
    const width = (row: string): number => {
      const { interval } = cellAt(table, row, 'ProUIE (4B)');
      return interval!.high - interval!.low;
    };
    expect(width('Avg') * 3).toBeLessThan(width('AnatEM'));
  });

  it('decide what is within: the published figure inside', () => {
    const near = makeTable('5', paper, measurements);
    expect(cellAt(near, 'ProUIE (CM+SA+DE)', 'EE').within).toBe(true);
    const far = makeTable('5', paper, { ...NOTHING, metrics: publishedScores('full', { shift: -6 }) });
    expect(cellAt(far, 'ProUIE (CM+SA+DE)', 'EE').within).toBe(false);
    expect(near.remarks.join(' ')).toContain('inside our 95 per cent bootstrap interval');
  });

  it('stand with the significance of every difference between variants', () => {
    const table = makeTable('controls', paper, measurements);
    const same = cellAt(table, 'SFT in place of DE', 'NER difference');
    expect([same.value, same.p, same.interval]).toEqual([0, 1, { low: 0, high: 0 }]);
    const worse = cellAt(table, 'w/o DE', 'NER difference');
    expect(worse.p).toBeLessThan(0.05);
    expect(worse.interval!.high).toBeLessThan(0);
    expect(cellAt(table, 'w/o DE', 'NER').p).toBeNull();
    const text = renderText(table, { width: 100, color: false });
    expect(text).toMatch(/-6\.00 p (?:0\.00\d|< 0\.001)/);
    expect(text).toContain('not corrected for there being 8 of them');
  });

  it('are printed on demand, in text, Markdown and LaTeX alike', () => {
    const table = makeTable('2', paper, measurements);
    expect(renderText(table, { width: 120, color: false })).not.toContain('[');
    expect(renderText(table, { width: 120, color: false, intervals: true })).toMatch(/84\.30 \[\d+\.\d\d, /);
  });

  it('are left out where the counts of a seed are not known', () => {
    const table = makeTable('2', paper, {
      ...NOTHING,
      metrics: [metricRow('NYT', 50, { ...re, counts: null })],
    });
    expect(cellAt(table, 'NYT', 'ProUIE (4B)')).toMatchObject({
      interval: null,
      within: null,
      delta: -46.41,
    });
  });
});
