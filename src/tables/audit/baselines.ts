/** The baselines' cells: which column a figure belongs to, and whether its publication has it. */
import { clean } from '../decimals.ts';
import { mean } from '../means.ts';
import { type PublishedRow, publishedTable, publishedValue } from '../published.ts';
import { type AuditFigures, figureAt, fromSource, inDomain, rowsOf } from './audit-figures.ts';
import { type CheckLine, derived, equal } from './check.ts';
import type { RepeatedFigures } from './sources.ts';

/** The columns that are filled in a row, by how many figures the row has; blank cells are not told apart in the text. */
const FILLED: { readonly [table: string]: readonly (readonly string[])[] } = {
  '1': [
    ['BERT-base', 'InstructUIE (11B)', 'UniversalNER (7B)', 'ProUIE (4B)'],
    ['BERT-base', 'InstructUIE (11B)', 'KnowCoder (7B)', 'UniversalNER (7B)', 'ProUIE (4B)'],
    [
      'InstructUIE (11B)',
      'GoLLIE (7B)',
      'GoLLIE (13B)',
      'GoLLIE (34B)',
      'KnowCoder (7B)',
      'UniversalNER (7B)',
      'ProUIE (4B)',
    ],
    [
      'BERT-base',
      'InstructUIE (11B)',
      'GoLLIE (7B)',
      'GoLLIE (13B)',
      'GoLLIE (34B)',
      'KnowCoder (7B)',
      'UniversalNER (7B)',
      'ProUIE (4B)',
    ],
  ],
  '2': [
    ['InstructUIE (11B)', 'ProUIE (4B)'],
    ['InstructUIE (11B)', 'KnowCoder (7B)', 'ProUIE (4B)'],
    ['UIE', 'USM', 'InstructUIE (11B)', 'KnowCoder (7B)', 'ProUIE (4B)'],
  ],
  '3': [
    ['InstructUIE', 'ProUIE'],
    ['BERT-base', 'UIE', 'USM', 'InstructUIE', 'ProUIE'],
  ],
  '4': [
    ['InstructUIE', 'ProUIE'],
    ['BERT-base', 'UIE', 'USM', 'InstructUIE', 'ProUIE'],
  ],
};

export function columnsOfFigures(figures: AuditFigures): readonly CheckLine[] {
  return Object.entries(FILLED).map(([table, patterns]) => {
    const { columns } = publishedTable(figures.published, table);
    const rows = rowsOf(figures, table);
    const fitting = rows.filter(({ values }) => {
      const filled = columns.filter((_, at) => values[at] !== null);
      return patterns.some((pattern) => pattern.join('|') === filled.join('|'));
    });
    return equal(`table_${table}`, rows.length, fitting.length, 0);
  });
}

/** How many of the figures that a column repeats are those of their publication. */
export function repeatedFigures(figures: AuditFigures): readonly CheckLine[] {
  const { repeated } = figures.sources;
  const checked = repeated.map((source) => {
    const cells = Object.keys(source.values);
    return equal(source.id, cells.length, cells.length - differingRows(figures, source).length, 0);
  });
  const baselines = ['1', '2', '3', '4'].reduce(
    (sum, table) => sum + rowsOf(figures, table).reduce((cells, row) => cells + baselineFigures(row), 0),
    0,
  );
  const known = repeated.reduce((sum, { values }) => sum + Object.keys(values).length, 0);
  return [...checked, derived('unchecked', baselines - known, 0)];
}

/** The cells that differ from their publications. */
export function copiedFigures(figures: AuditFigures): readonly CheckLine[] {
  const cell = (name: string, id: string, row: string): CheckLine => {
    const source = figures.sources.repeated.find((one) => one.id === id)!;
    return equal(name, figureAt(figures, source.table, row, source.column), source.values[row]!);
  };
  return [
    cell('uie_conll2004', 'uie_re', 'CoNLL2004'),
    cell('gollie_7b_music', 'gollie_7b', 'Music'),
    cell('gollie_13b_music', 'gollie_13b', 'Music'),
    cell('gollie_34b_music', 'gollie_34b', 'Music'),
  ];
}

/** InstructUIE's entities in domain as printed, and as its own publication has them; its relations and events. */
export function twoSourcesOfInstructUie(figures: AuditFigures): readonly CheckLine[] {
  const own = fromSource(figures, 'instructuie-own');
  const rows = rowsOf(figures, '1', inDomain).map(({ row }) => row);
  const printed = rows.map((row) => figureAt(figures, '1', row, 'InstructUIE (11B)'));
  const itsOwn = ['instructuie_re', 'instructuie_trigger', 'instructuie_argument'].map(
    (id) => figures.sources.repeated.find((one) => one.id === id)!,
  );
  const cells = itsOwn.reduce((sum, { values }) => sum + Object.keys(values).length, 0);
  const differing = itsOwn.reduce((sum, source) => sum + differingRows(figures, source).length, 0);
  return [
    equal('ner', clean(mean(printed)), clean(mean(rows.map((row) => own[row]!)))),
    equal('re_and_ee', cells, cells - differing, 0),
  ];
}

function differingRows(figures: AuditFigures, { table, column, values }: RepeatedFigures): readonly string[] {
  const printed = publishedTable(figures.published, table);
  return Object.entries(values)
    .filter(([row, value]) => publishedValue(printed, row, column) !== value)
    .map(([row]) => row);
}

function baselineFigures({ values }: PublishedRow): number {
  return values.slice(0, -1).filter((value) => value !== null).length;
}
