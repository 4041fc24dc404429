import type { AuditEntry } from '../../report/report-content.ts';
import { makeAuditChecks } from '../audit-checks.ts';

/** The checks of the paper's own figures, as the report shows them. @throws ProuieError PROUIE_PAPER_FILE */
export function readAuditEntries(packageRoot: string): readonly AuditEntry[] {
  return makeAuditChecks(packageRoot).map(({ item: { id, title, kind, finding, here }, verdict }) => ({
    id,
    title,
    kind,
    verdict,
    finding,
    here,
  }));
}
