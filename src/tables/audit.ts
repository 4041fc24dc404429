import { z } from 'zod';
import { readPaperFile } from './paper-file.ts';
import { TABLE_IDS, type TableId } from './table.ts';

/** A place where the paper contradicts itself, leaves something open, or says more than its figures. */
export interface AuditItem {
  readonly id: string;
  /** Where it shows. */
  readonly tables: readonly TableId[];
  readonly kind: 'inconsistent' | 'open' | 'overstated' | 'mixed conventions';
  readonly finding: string;
  /** The figures of the finding by name, recomputed in a test from the published ones. */
  readonly figures: Readonly<Record<string, number>>;
  /** What is done about it here. */
  readonly here: string;
  /** One sentence that is printed below the tables concerned. */
  readonly remark?: string | undefined;
}

function auditSchema() {
  const item = z.strictObject({
    id: z.string(),
    tables: z.array(z.enum(TABLE_IDS)),
    kind: z.enum(['inconsistent', 'open', 'overstated', 'mixed conventions']),
    finding: z.string(),
    figures: z.record(z.string(), z.number()),
    here: z.string(),
    remark: z.string().optional(),
  });
  return z.strictObject({ items: z.array(item) });
}

/**
 * Reads `papers/prouie/audit.yaml` (parsed).
 *
 * @throws ProuieError PROUIE_PAPER_FILE
 */
export function readAudit(content: unknown, file: string): readonly AuditItem[] {
  return readPaperFile(auditSchema(), content, file).items;
}
