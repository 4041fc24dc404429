import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AuditEntry } from '../../report/report-content.ts';
import { checkItems } from '../../tables/audit/audit-report.ts';
import { readSources } from '../../tables/audit/sources.ts';
import { readAudit } from '../../tables/audit.ts';
import { readPublished } from '../../tables/published.ts';

/** The checks of the paper's own figures, made. Throws PROUIE_PAPER_FILE. */
export function readAuditEntries(packageRoot: string): readonly AuditEntry[] {
  const read = <T>(name: string, reader: (content: unknown, file: string) => T): T => {
    const file = join(packageRoot, 'papers', 'prouie', name);
    return reader(parse(readFileSync(file, 'utf8')), file);
  };
  const checked = checkItems(read('audit.yaml', readAudit), {
    published: read('published.yaml', readPublished),
    sources: read('sources.yaml', readSources),
  });
  return checked.map(({ item: { id, title, kind, finding, here }, verdict }) => ({
    id,
    title,
    kind,
    verdict,
    finding,
    here,
  }));
}
