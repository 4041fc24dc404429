import { intervalOf } from '../../resampling.ts';
import { missingCell, valueCell } from '../cells.ts';
import { clean } from '../decimals.ts';
import { frameTable } from '../frame.ts';
import type { Measurements } from '../measurements.ts';
import type { Paper } from '../paper.ts';
import { publishedTable } from '../published.ts';
import { type Score, scoresOf } from '../scores.ts';
import { meanOverSets } from '../set-means.ts';
import type { Cell, Column, Row, Table } from '../table.ts';
import type { TableKind } from '../table-kind.ts';

export const tables: readonly TableKind[] = [
  {
    id: 'scorers',
    summary: 'one model under every scorer profile',
    from: { kind: 'scores', scorers: 'all', needs: ({ variant }) => variant === 'full' },
    make: scorersTable,
  },
];

/**
 * The same answers under every scorer profile: one row a data set and metric, one column a profile, and how far the
 * profiles are apart. It shows what of a difference between published figures may be the scorer alone.
 */
function scorersTable(paper: Paper, measurements: Measurements): Table {
  const { scorers } = measurements;
  const rows = paper.cells.scores.flatMap(({ table, variant, task, metric }): readonly Row[] => {
    const group = GROUPS[metric];
    const byScorer = scorers.map((scorer) =>
      scoresOf(
        measurements.metrics.filter((row) => row.variant === variant && row.scorer === scorer),
        task,
        metric,
      ),
    );
    const sets = publishedTable(paper.published, table).rows.flatMap(({ row, dataset }) =>
      dataset !== undefined && byScorer.some((scores) => scores.has(dataset)) ? [{ row, dataset }] : [],
    );
    if (sets.length === 0) return [];
    const datasets = sets.map(({ dataset }) => dataset);
    const means = byScorer.map((scores, index) => meanCellOf(scorers[index]!, scores, datasets));
    return [
      ...sets.map(({ row, dataset }) => {
        const cells = byScorer.map((scores, index) => scoreCell(scorers[index]!, scores.get(dataset)));
        return { row, group, cells: [...cells, spread(cells)] };
      }),
      { row: 'Mean', group, cells: [...means, spread(means)] },
    ];
  });
  const columns = [
    ...scorers.map((column): Column => ({ column, heading: column, kind: 'own', unit: 'f1' })),
    { column: SPREAD, heading: SPREAD, kind: 'own', unit: 'f1' } as const,
  ];
  const title = 'The same answers under every scorer profile (F1, %)';
  return frameTable('scorers', title, columns, rows, REMARKS, paper, measurements);
}

function scoreCell(scorer: string, score: Score | undefined): Cell {
  if (score === undefined) return missingCell(scorer, null, NOT_COUNTED);
  const { value, node, bySeed, replicates } = score;
  const interval = replicates === null ? null : intervalOf(replicates);
  return valueCell(scorer, { value, node, interval, bySeed: [...bySeed.values()] });
}

function meanCellOf(scorer: string, scores: ReadonlyMap<string, Score>, datasets: readonly string[]): Cell {
  const found = meanOverSets(scores, datasets);
  if (found === null) return missingCell(scorer, null, NOT_COUNTED);
  return valueCell(scorer, found);
}

/** The highest figure of a row less the lowest. */
function spread(cells: readonly Cell[]): Cell {
  const values = cells.flatMap(({ value }) => value ?? []);
  if (values.length < 2) return missingCell(SPREAD, null, 'fewer than two profiles count it');
  return valueCell(SPREAD, { value: clean(Math.max(...values) - Math.min(...values)), node: null });
}

const SPREAD = 'spread';
const NOT_COUNTED = 'this profile does not count it';
const GROUPS = { entity: 'NER', relation: 'RE', trigger: 'EE trigger', argument: 'EE argument' } as const;
const REMARKS = [
  'One and the same file of answers a data set, scored under the conventions of each published baseline.',
  'Triggers under `instructuie` are the share of answers that are right as a whole, as its released code computes them.',
];
