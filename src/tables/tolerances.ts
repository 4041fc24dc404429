import { z } from 'zod';
import { readPaperFile } from './paper-file.ts';

/** How near to the published figure counts as `within`, for figures that have no interval. */
export interface Tolerance {
  readonly table: string;
  /** `absolute`: in the table's unit. `relative`: as a share of the published figure. */
  readonly kind: 'absolute' | 'relative';
  readonly limit: number;
  readonly reason: string;
}

function tolerancesSchema() {
  const tolerance = z.strictObject({
    table: z.string(),
    kind: z.enum(['absolute', 'relative']),
    limit: z.number().min(0),
    reason: z.string(),
  });
  return z.strictObject({ tables: z.array(tolerance) });
}

/**
 * Reads `papers/prouie/tolerances.yaml` (parsed).
 *
 * @throws ProuieError PROUIE_PAPER_FILE
 */
export function readTolerances(content: unknown, file: string): readonly Tolerance[] {
  return readPaperFile(tolerancesSchema(), content, file).tables;
}

export function toleranceOf(tolerances: readonly Tolerance[], table: string): Tolerance {
  const found = tolerances.find((one) => one.table === table);
  if (found === undefined) throw new Error(`no tolerance is given for table ${table}`);
  return found;
}
