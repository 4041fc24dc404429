import { describe, expect, it } from 'vitest';
import { makeTable } from '../../src/tables/all-tables.ts';
import type { CompositionRow, Phase, Task } from '../../src/tables/measurements.ts';
import { cellAt, NOTHING } from './measured.ts';
import { paper, published } from './paper.ts';

describe('Table 8', () => {
  const scierc = {
    dataset: 'SciERC',
    labels: 7,
    roles: null,
    train: 1366,
    val: 187,
    test: 397,
    node: 'import/SciERC',
  };
  const politics = { ...scierc, dataset: 'CrossNER_politics', labels: 9, train: 200, val: 541, test: 651 };

  it('counts what was imported beside what the paper says', () => {
    const table = makeTable('8', paper, { ...NOTHING, statistics: [scierc, politics] });
    expect(cellAt(table, 'SciERC', 'train')).toMatchObject({
      value: 1366,
      delta: 0,
      within: true,
      node: 'import/SciERC',
    });
    expect(cellAt(table, 'CrossNER_politics', 'test')).toMatchObject({ value: 651, delta: 1, within: false });
    expect(cellAt(table, 'CrossNER_politics', 'train')).toMatchObject({
      value: 200,
      published: null,
      delta: null,
    });
    expect(cellAt(table, 'SciERC', 'roles')).toMatchObject({ value: null, note: 'only events have roles' });
    expect(cellAt(table, 'PHEE', 'roles')).toMatchObject({
      value: null,
      published: 16,
      note: 'the set was not imported',
    });
  });

  it('keeps the two data sets called ACE2005 apart by task', () => {
    const rows = makeTable('8', paper, NOTHING).rows.filter((row) => row.row === 'ACE2005');
    expect(rows.map((row) => [row.group, row.cells[2]!.published])).toEqual([
      ['NER', 15000],
      ['EE', 3342],
    ]);
  });
});

describe('Table 9', () => {
  const used = (stage: Phase, task: Task, rows: number): CompositionRow => ({
    stage,
    task,
    dataset: `some ${task}`,
    rows,
    node: `mix/${stage}`,
  });
  const names: readonly Phase[] = ['cm1', 'cm2', 'cm3', 'sa', 'de1', 'de2', 'de3'];
  const composition = published('9').rows.flatMap(({ values }, index) =>
    (['ner', 're', 'ee'] as const).flatMap((task, place) => {
      const rows = values[place] ?? null;
      if (rows === null) return [];
      return [used(names[index]!, task, rows - 1), used(names[index]!, task, 1)];
    }),
  );
  const firstPhaseFill = { used: 'repeat', repeat: 845646, none: 830205 } as const;
  const table = makeTable('9', paper, { ...NOTHING, composition, firstPhaseFill });

  it('sums exactly to the paper at full size', () => {
    for (const { row, values } of published('9').rows) {
      expect(cellAt(table, row, 'examples')).toMatchObject({ value: values[3], delta: 0, within: true });
    }
    expect(cellAt(table, 'CM (Phase 2, 2:8)', 'RE')).toMatchObject({ value: 179794, node: 'mix/cm2' });
    expect(cellAt(table, 'SA (1:1)', 'NER')).toMatchObject({ value: 0, published: null, delta: null });
  });

  it('prints both ways to fill the first phase', () => {
    expect(cellAt(table, 'CM (Phase 1)', 'NER').note).toBe('cm1-fill: repeat, 15,441 rows drawn again');
    expect(cellAt(table, 'CM (Phase 1), cm1-fill: none', 'examples')).toMatchObject({
      value: 830205,
      published: 845646,
      delta: -15441,
      within: false,
      note: 'cm1-fill: none, no rows drawn again; not used in this run',
    });
    expect(table.rows[1]!.group).toBe('not in the paper');
    const none = makeTable('9', paper, {
      ...NOTHING,
      composition,
      firstPhaseFill: { ...firstPhaseFill, used: 'none' },
    });
    expect(cellAt(none, 'CM (Phase 1), cm1-fill: repeat', 'NER').value).toBe(845646);
  });

  it('says which phase was not run', () => {
    const part = composition.filter((row) => row.stage !== 'de3');
    expect(
      cellAt(makeTable('9', paper, { ...NOTHING, composition: part }), 'DE (Phase 3)', 'EE'),
    ).toMatchObject({
      value: null,
      published: 9991,
      note: 'phase de3 was not run',
    });
  });
});
