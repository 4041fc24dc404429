import { clean } from '../decimals.ts';
import { type CheckedItem, countVerdicts } from './audit-report.ts';

/** Checked items as `prouie audit --json` prints them: one object, ended by a line break. */
export function auditJson(checked: readonly CheckedItem[]): string {
  const checks = checked.map(({ item, verdict, lines }) => ({
    id: item.id,
    title: item.title,
    tables: item.tables,
    kind: item.kind,
    verdict,
    reason: item.unchecked ?? null,
    finding: item.finding,
    here: item.here,
    lines: lines.map(({ name, what, relation, stated, follows, difference, agrees }) => ({
      name,
      what,
      relation,
      stated,
      follows: clean(follows),
      difference: difference === null ? null : clean(difference),
      agrees,
    })),
  }));
  return `${JSON.stringify({ schemaVersion: 1, checks, verdicts: countVerdicts(checked) })}\n`;
}
