/** Rows: what Table 8 has, what Table 9 and Appendix A.3 train on. */
import { publishedTable } from '../published.ts';
import { type AuditFigures, figureAt, fromSource, inText, oneInText, rowsOf } from './audit-figures.ts';
import { type CheckLine, derived, equal } from './check.ts';

const CM1 = 'CM (Phase 1)';
const CM2 = 'CM (Phase 2, 2:8)';
const CM3 = 'CM (Phase 3, 3:3:4)';
const SA = 'SA (1:1)';

export function nerRowsOfCm1(figures: AuditFigures): readonly CheckLine[] {
  return [equal('rows', figureAt(figures, '9', CM1, 'NER'), trainRows(figures, 'ner'), 0)];
}

/** The total is met with three up-sampled copies and with the rows of NYT that others count. */
export function reRowsOfCm2(figures: AuditFigures): readonly CheckLine[] {
  const stated = figureAt(figures, '9', CM2, 'RE');
  const copies = fromSource(figures, 'up-sampled-copies');
  const nyt = fromSource(figures, 'nyt-rows');
  return [
    equal('rows', stated, trainRows(figures, 're'), 0),
    equal('up_sampled', stated, trainRows(figures, 're', { ...copies, ...nyt }), 0),
    equal('nyt', figureAt(figures, '8', 'NYT', 'train'), nyt['NYT']!, 0),
  ];
}

export function eeRowsOfCm3(figures: AuditFigures): readonly CheckLine[] {
  const sum = trainRows(figures, 'ee');
  return [
    equal('cm3', figureAt(figures, '9', CM3, 'EE'), sum, 0),
    equal('de3', figureAt(figures, '9', 'DE (Phase 3)', 'EE'), sum, 0),
  ];
}

/** "The full training data" against the sizes that the publications of these sets give. */
export function resampledSizes(figures: AuditFigures): readonly CheckLine[] {
  const natural = fromSource(figures, 'natural-rows');
  return Object.entries(natural).map(([row, rows]) =>
    equal(row.toLowerCase(), figureAt(figures, '8', row, 'train'), rows, 0),
  );
}

export function sumsOfTable9(figures: AuditFigures): readonly CheckLine[] {
  const line = (name: string, row: string): CheckLine => {
    const sum = ['NER', 'RE', 'EE'].reduce((rows, task) => rows + (rowsOfTask(figures, row, task) ?? 0), 0);
    return equal(name, figureAt(figures, '9', row, 'examples'), sum, 0);
  };
  return [line('cm2', CM2), line('cm3', CM3), line('sa', SA)];
}

/** Shares in per cent. */
export function mixtureRatios(figures: AuditFigures): readonly CheckLine[] {
  const shares = (name: string, row: string, tasks: readonly string[]): readonly CheckLine[] => {
    const ratio = inText(figures, `${name}-ratio`);
    const parts = ratio.reduce((sum, part) => sum + part, 0);
    return tasks.map((task, at) => {
      const share = figureAt(figures, '9', row, task) / figureAt(figures, '9', row, 'examples');
      return equal(`${name}_${task.toLowerCase()}`, (100 * ratio[at]!) / parts, 100 * share);
    });
  };
  return [
    ...shares('cm2', CM2, ['NER', 'RE']),
    ...shares('cm3', CM3, ['NER', 'RE', 'EE']),
    ...shares('sa', SA, ['RE', 'EE']),
  ];
}

export function numberOfSets(figures: AuditFigures): readonly CheckLine[] {
  const stated = oneInText(figures, 'public-sets');
  const results = ['1', '2', '3'].reduce((sum, table) => sum + rowsOf(figures, table).length, 0);
  return [equal('results', stated, results, 0), equal('statistics', stated, rowsOf(figures, '8').length, 0)];
}

/** Drawn by rows or by sets: one set has nearly half of the rows. Two parts in ten of phase 2 are entities. */
export function samplingOfCm2(figures: AuditFigures): readonly CheckLine[] {
  const polyglot = figureAt(figures, '8', 'polyglot-NER', 'train');
  return [
    derived('polyglot_share', (100 * polyglot) / trainRows(figures, 'ner'), 1),
    equal('ner_rows', figureAt(figures, '9', CM2, 'NER'), figureAt(figures, '9', CM2, 'RE') / 4, 1),
  ];
}

function rowsOfTask({ published }: AuditFigures, row: string, task: string): number | null {
  const { columns, rows } = publishedTable(published, '9');
  return rows.find((one) => one.row === row)?.values[columns.indexOf(task)] ?? null;
}

/** The training rows of Table 8's sets of a task; `instead` counts for the rows that it names. */
function trainRows(
  figures: AuditFigures,
  task: 'ner' | 're' | 'ee',
  instead: Readonly<Record<string, number>> = {},
): number {
  const at = publishedTable(figures.published, '8').columns.indexOf('train');
  return rowsOf(figures, '8', (row) => row.task === task).reduce(
    (sum, { row, values }) => sum + (instead[row] ?? values[at] ?? 0),
    0,
  );
}
