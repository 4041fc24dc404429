import { comparisonOf } from '../cells.ts';
import { frameTable } from '../frame.ts';
import { meanCell } from '../mean-cell.ts';
import type { Measurements } from '../measurements.ts';
import type { Paper } from '../paper.ts';
import { publishedTable, publishedValue } from '../published.ts';
import type { Column, Row, Table } from '../table.ts';
import type { TableKind } from '../table-kind.ts';

/** Tables 5 and 7. */
export const tables: readonly TableKind[] = [
  ablationKind('5', 'stages left out', ['full', 'without-sa', 'without-de', 'cm-only']),
  ablationKind('7', 'rewards of one granularity', ['full', 'coarse-only', 'fine-only']),
];

function ablationKind(id: '5' | '7', summary: string, variants: readonly string[]): TableKind {
  return {
    id,
    summary,
    from: { kind: 'scores', scorers: 'one', needs: ({ variant }) => variants.includes(variant) },
    make: (paper, measurements) => ablationTable(id, paper, measurements),
  };
}

/** Table 5 (stages left out) or 7 (reward granularity): one variant a row, the mean over each task's sets. */
function ablationTable(table: '5' | '7', paper: Paper, measurements: Measurements): Table {
  const published = publishedTable(paper.published, table);
  const map = paper.cells.ablations.find((one) => one.table === table);
  if (map === undefined) throw new Error(`the cell map has no rows for Table ${table}`);
  const comparison = comparisonOf(measurements);
  const rows = map.rows.map(({ row, variant }): Row => {
    const source = {
      rows: measurements.metrics.filter((one) => one.variant === variant),
      otherwise: `variant ${variant} was not run`,
      missing: measurements.missing,
      comparison,
    };
    const cells = map.columns.map((column) =>
      meanCell(column, paper, { ...source, published: publishedValue(published, row, column.column) }),
    );
    return { row, group: null, cells };
  });
  const columns = map.columns.map(({ column }): Column => {
    const heading = published.headings?.[published.columns.indexOf(column)] ?? column;
    return { column, heading, kind: 'own', unit: 'f1' };
  });
  return frameTable(table, published.title, columns, rows, [AVERAGES_REMARK], paper, measurements);
}

const AVERAGES_REMARK =
  'NER and RE are means over the sets of Tables 1 and 2, EE is the mean argument F1 over those of Table 4; triggers are in no ablation.';
