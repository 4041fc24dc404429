import { z } from 'zod';
import { readPaperFile } from './paper-file.ts';

const AUDIT_KINDS = ['correct', 'inconsistent', 'open', 'overstated', 'mixed conventions'] as const;

/** Something that the paper says, and what its figures say of it: the words of one check. */
export interface AuditItem {
  readonly id: string;
  readonly title: string;
  /** Where it shows. */
  readonly tables: readonly string[];
  readonly kind: (typeof AUDIT_KINDS)[number];
  readonly finding: string;
  /** What each line of the check compares, by the line's name. */
  readonly lines: Readonly<Record<string, string>>;
  /** Why no figure can decide it. */
  readonly unchecked?: string | undefined;
  /** What is done about it here. */
  readonly here: string;
  /** One sentence that is printed below the tables concerned. */
  readonly remark?: string | undefined;
}

function auditSchema() {
  const item = z.strictObject({
    id: z.string(),
    title: z.string(),
    tables: z.array(z.string()),
    kind: z.enum(AUDIT_KINDS),
    finding: z.string(),
    lines: z.record(z.string(), z.string()),
    unchecked: z.string().optional(),
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
