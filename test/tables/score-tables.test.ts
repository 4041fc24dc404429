import { describe, expect, it } from 'vitest';
import { makeTable } from '../../src/tables/all-tables.ts';
import { meanOfAll } from '../../src/tables/means.ts';
import { cellAt, metricRow, NOTHING, publishedScores } from './measured.ts';
import { paper, published } from './paper.ts';

const OURS = 'ProUIE (4B)';
const own = (table: string): number =>
  published(table).columns.findIndex((column) => column.startsWith('ProUIE'));

describe('Tables 1 to 4', () => {
  it('stand beside the published values in the column that begins with ProUIE', () => {
    const table = makeTable('1', paper, { ...NOTHING, metrics: publishedScores('full', { shift: 1 }) });
    expect(cellAt(table, 'ACE2005', OURS)).toEqual({
      column: OURS,
      value: 87.15,
      published: 86.15,
      delta: 1,
      within: true,
      note: null,
      node: 'score/full/ACE2005-NER',
      interval: { low: expect.any(Number), high: expect.any(Number) },
      deviation: null,
      p: null,
    });
    for (const id of ['2', '3', '4'] as const) {
      const made = makeTable(id, paper, { ...NOTHING, metrics: publishedScores('full') });
      const column = made.columns.filter((one) => one.column.startsWith('ProUIE')).map((one) => one.column);
      expect(column).toHaveLength(1);
      expect(made.rows[0]!.cells.find((cell) => cell.column === column[0])!.delta).toBe(0);
    }
  });

  it('repeat baselines with their published figure alone', () => {
    const table = makeTable('1', paper, { ...NOTHING, metrics: publishedScores('full') });
    const baselines = table.rows
      .flatMap((row) => row.cells)
      .filter((cell) => !cell.column.startsWith('ProUIE'));
    expect(baselines).toHaveLength(7 * table.rows.length);
    expect(baselines.every((cell) => cell.value === null && cell.delta === null && cell.note === null)).toBe(
      true,
    );
    expect(cellAt(table, 'ACE2005', 'BERT-base').published).toBe(87.3);
    expect(cellAt(table, 'AnatEM', 'GoLLIE (7B)').published).toBeNull();
  });

  it("hold the average against the paper's own when all sets are there", () => {
    const table = makeTable('1', paper, { ...NOTHING, metrics: publishedScores('full', { shift: 0.2 }) });
    const average = cellAt(table, 'Avg', OURS);
    expect(average.published).toBe(79.44);
    expect(average.value).toBeCloseTo(79.6444, 4);
    expect(average.delta).toBeCloseTo(0.2044, 4);
    expect(average.within).toBe(true);
    expect(average.node).toBe('score/full/*');
    expect(table.rows.map((row) => row.row)).not.toContain('Avg over the same sets');
    expect(cellAt(table, 'Avg', 'UniversalNER (7B)').published).toBe(75.88);
    expect(cellAt(table, 'Avg', 'KnowCoder (7B)').published).toBeNull();
  });

  it('compare an average over some sets with the published values over the same sets', () => {
    const kept = ['AnatEM', 'bc5cdr', 'MIT_Restaurant'];
    const metrics = publishedScores('full', { shift: -4, keep: (dataset) => kept.includes(dataset) });
    const table = makeTable('1', paper, { ...NOTHING, metrics });
    const rows = published('1').rows.filter((row) => kept.includes(row.dataset!));
    const expected = meanOfAll(rows.map((row) => row.values[own('1')]!))!;

    const average = cellAt(table, 'Avg', OURS);
    expect(average.value).toBeCloseTo(expected - 4, 8);
    expect([average.published, average.delta, average.within]).toEqual([79.44, null, null]);
    expect(average.note).toContain('mean of 3 of 25 sets');

    const same = cellAt(table, 'Avg over the same sets', OURS);
    expect([same.published, same.delta, same.within]).toEqual([expected, -4, false]);
    expect(cellAt(table, 'Avg over the same sets', 'InstructUIE (11B)').published).toBeCloseTo(66.1767, 4);
    expect(cellAt(table, 'Avg over the same sets', 'BERT-base').published).toBeNull();
    expect(cellAt(table, 'Avg in domain', OURS).delta).toBe(-4);
    expect(cellAt(table, 'Avg out of domain', OURS).published).toBe(52.41);
  });

  it('say in a cell why it could not be made', () => {
    const metrics = publishedScores('full', { keep: (dataset) => dataset === 'PHEE' });
    const missing = [{ dataset: 'ACE2005-EE', reason: 'not found under --data (licensed by the LDC)' }];
    const table = makeTable('3', paper, { ...NOTHING, metrics, missing });
    expect(cellAt(table, 'ACE2005', 'ProUIE')).toMatchObject({
      value: null,
      published: 70.65,
      delta: null,
      note: 'not found under --data (licensed by the LDC)',
    });
    expect(cellAt(table, 'CASIE', 'ProUIE').note).toBe('no predictions for this set');
    const empty = makeTable('3', paper, NOTHING);
    expect(cellAt(empty, 'CASIE', 'ProUIE').note).toBe('variant full was not run');
    expect(cellAt(empty, 'Avg', 'ProUIE')).toMatchObject({
      value: null,
      note: 'none of the sets has a value',
    });
  });

  it('mark averages that the paper does not print', () => {
    const table = makeTable('4', paper, { ...NOTHING, metrics: publishedScores('full') });
    expect(table.rows.at(-1)).toMatchObject({ row: 'Avg', group: 'not in the paper' });
    expect(cellAt(table, 'Avg', 'ProUIE').published).toBeCloseTo(61.73, 4);
    expect(cellAt(table, 'Avg', 'InstructUIE').published).toBeCloseTo(66.46, 4);
    expect(cellAt(table, 'Avg', 'UIE').published).toBeNull();
  });

  it('average seeds and name their standard deviation', () => {
    const metrics = [61, 63, 65].map((f1, seed) =>
      metricRow('AnatEM', f1, { seed, node: `score/full/seed-${seed}/AnatEM` }),
    );
    const cell = cellAt(makeTable('1', paper, { ...NOTHING, metrics }), 'AnatEM', OURS);
    expect([cell.value, cell.deviation, cell.node]).toEqual([63, 2, 'score/full/*/AnatEM']);
  });

  it('refuse two scores for one data set and seed', () => {
    const metrics = [metricRow('AnatEM', 50), metricRow('AnatEM', 60)];
    expect(() => makeTable('1', paper, { ...NOTHING, metrics })).toThrow(
      expect.objectContaining({ code: 'PROUIE_DUPLICATE_SCORE' }),
    );
  });

  it('give synthetic data a title that says so, differences, and no verdict', () => {
    const measurements = {
      ...NOTHING,
      engine: 'embedded',
      synthetic: true,
      metrics: publishedScores('full'),
    };
    for (const id of [
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      'controls',
      'phases',
      'scorers',
    ] as const) {
      const table = makeTable(id, paper, measurements);
      expect(table.title).toContain('(engine: embedded, synthetic data)');
      expect(table.remarks[0]).toContain('synthetic');
      expect(table.rows.flatMap((row) => row.cells).every((cell) => cell.within === null)).toBe(true);
    }
    expect(cellAt(makeTable('1', paper, measurements), 'ACE2005', OURS).delta).toBe(0);
  });

  it('remark on out-of-domain rows of the embedded engine, and on no others', () => {
    const metrics = publishedScores('full');
    const embedded = makeTable('1', paper, { ...NOTHING, engine: 'embedded', metrics });
    expect(cellAt(embedded, 'Politics', OURS).note).toContain('no meaning of unseen labels');
    expect(cellAt(embedded, 'AnatEM', OURS).note).toBeNull();
    expect(embedded.remarks.join(' ')).toContain('knows no meaning of unseen ones');
    const other = makeTable('1', paper, { ...NOTHING, metrics });
    expect(cellAt(other, 'Politics', OURS).note).toBeNull();
    expect(other.remarks.join(' ')).not.toContain('unseen');
  });
});
