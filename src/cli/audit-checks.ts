import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type CheckedItem, checkItems, selectItems } from '../tables/audit/audit-report.ts';
import { readSources } from '../tables/audit/sources.ts';
import { readAudit } from '../tables/audit.ts';
import { readPublished } from '../tables/published.ts';

/**
 * The checks of the paper's own figures, made.
 *
 * @param ids of those that are wanted; all where empty
 * @throws ProuieError PROUIE_PAPER_FILE, and what `selectItems` throws
 */
export function makeAuditChecks(packageRoot: string, ids: readonly string[] = []): readonly CheckedItem[] {
  const read = <T>(name: string, reader: (content: unknown, file: string) => T): T => {
    const file = join(packageRoot, 'papers', 'prouie', name);
    return reader(parse(readFileSync(file, 'utf8')), file);
  };
  return checkItems(selectItems(read('audit.yaml', readAudit), ids), {
    published: read('published.yaml', readPublished),
    sources: read('sources.yaml', readSources),
  });
}
