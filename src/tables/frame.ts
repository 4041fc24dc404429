import { fixed } from './decimals.ts';
import type { Measurements } from './measurements.ts';
import type { Paper } from './paper.ts';
import type { Column, Row, Table, TableId } from './table.ts';
import { type Tolerance, toleranceOf } from './tolerances.ts';

/**
 * Puts rows into a table: the title names engine and data, the remarks say what holds for every figure of it.
 *
 * @param remarks those of this table, before the audit's
 */
export function frameTable(
  table: TableId,
  title: string,
  columns: readonly Column[],
  rows: readonly Row[],
  remarks: readonly string[],
  paper: Paper,
  measurements: Measurements,
): Table {
  const { profile, engine, synthetic } = measurements;
  return {
    table,
    title: `${title} (engine: ${engine}${synthetic ? ', synthetic data' : ''})`,
    profile,
    engine,
    synthetic,
    columns,
    rows,
    remarks: [
      ...(synthetic ? [SYNTHETIC_REMARK] : []),
      ...(engine === 'embedded' && !COUNTS.includes(table) ? [EMBEDDED_REMARK] : []),
      ...remarks,
      ...(rows.some(isJudged) ? [toleranceRemark(toleranceOf(paper.tolerances, table))] : []),
      ...measurements.remarks.filter((one) => one.table === table).map((one) => one.remark),
      ...paper.audit.filter((item) => item.tables.includes(table)).flatMap((item) => item.remark ?? []),
    ],
  };
}

function isJudged({ cells }: Row): boolean {
  return cells.some((cell) => cell.within !== null);
}

function toleranceRemark({ kind, cells, averages }: Tolerance): string {
  if (cells === 0) return 'A * marks figures equal to the published ones.';
  const limit = (share: number): string => {
    if (kind === 'relative') return `${fixed(share * 100, 0)} per cent`;
    return `${share} ${share === 1 ? 'point' : 'points'}`;
  };
  const ofAverages = averages === cells ? '' : `, of averages at most ${limit(averages)}`;
  return `A * marks differences of at most ${limit(cells)}${ofAverages} (an assumption).`;
}

/** Tables whose figures no engine has a part in. */
const COUNTS: readonly TableId[] = ['8', '9'];

const SYNTHETIC_REMARK =
  'All values come from synthetic stand-ins for the data sets. They show that the recipe runs, not how well anything extracts: differences to the paper are plain arithmetic, and none is judged.';

const EMBEDDED_REMARK =
  'The embedded engine is a small log-linear model that runs on a CPU, not the Qwen3-4B of the paper.';
