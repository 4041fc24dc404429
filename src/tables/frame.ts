import { fixed } from './decimals.ts';
import type { Measurements } from './measurements.ts';
import type { Paper } from './paper.ts';
import type { Column, Row, Table } from './table.ts';
import type { Tolerance } from './tolerances.ts';

/**
 * Puts rows into a table: the title names engine and data, the remarks say what holds for every figure of it.
 *
 * @param remarks those of this table, before the audit's
 */
export function frameTable(
  table: string,
  title: string,
  columns: readonly Column[],
  rows: readonly Row[],
  remarks: readonly string[],
  paper: Paper,
  measurements: Measurements,
): Table {
  const { profile, engine, scorer, synthetic } = measurements;
  const about = [
    `engine: ${engine}`,
    ...(scorer === null || scorer === USUAL_SCORER ? [] : [`scorer: ${scorer}`]),
  ];
  return {
    table,
    title: `${title} (${[...about, ...(synthetic ? ['synthetic data'] : [])].join(', ')})`,
    profile,
    engine,
    scorer,
    synthetic,
    columns,
    rows,
    remarks: [
      ...(synthetic ? [SYNTHETIC_REMARK] : []),
      ...(engine === 'embedded' && !COUNTS.includes(table) ? [EMBEDDED_REMARK] : []),
      ...remarks,
      ...(scorer === null || table === 'scorers' ? [] : [`F1 by the scorer profile \`${scorer}\`.`]),
      ...(rows.some(isJudged) ? [judgementRemark(paper.tolerances.find((one) => one.table === table))] : []),
      ...measurements.remarks.filter((one) => one.table === table).map((one) => one.remark),
      ...paper.audit.filter((item) => item.tables.includes(table)).flatMap((item) => item.remark ?? []),
    ],
  };
}

function isJudged({ cells }: Row): boolean {
  return cells.some((cell) => cell.within !== null);
}

function judgementRemark(tolerance: Tolerance | undefined): string {
  if (tolerance === undefined)
    return 'A * marks published figures inside our 95 per cent bootstrap interval over test examples (`prouie tables --ci` prints it); the paper gives no variance of its own.';
  const { kind, limit } = tolerance;
  if (limit === 0) return 'A * marks figures equal to the published ones.';
  const most = kind === 'relative' ? `${fixed(limit * 100, 0)} per cent` : `${limit}`;
  return `A * marks differences of at most ${most} (an assumption).`;
}

/** Titles name every other one. */
const USUAL_SCORER = 'prouie';

/** Tables whose figures no engine has a part in. */
const COUNTS: readonly string[] = ['8', '9'];

const SYNTHETIC_REMARK =
  'All values come from synthetic stand-ins for the data sets. They show that the recipe runs, not how well anything extracts: differences to the paper are plain arithmetic, and none is judged.';

const EMBEDDED_REMARK =
  'The embedded engine is a small log-linear model that runs on a CPU, not the Qwen3-4B of the paper.';
