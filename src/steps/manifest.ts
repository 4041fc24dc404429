import { z } from 'zod';
import { PHASES } from '../corpora/mixture.ts';
import type { StepInput } from '../step.ts';
import { TASKS } from '../uie/records.ts';

/** How many rows, or prompts, stand in the file that a manifest is of. */
export function readTotal(manifest: StepInput): number {
  return z.object({ total: z.int().nonnegative() }).parse(manifest.json()).total;
}

/** How many rows each phase took of each data set, as the manifest of a mixture says. */
export function readCounts(manifest: StepInput) {
  const count = z.object({
    phase: z.enum(PHASES),
    dataset: z.string(),
    task: z.enum(TASKS),
    rows: z.int().nonnegative(),
  });
  return z.object({ counts: z.array(count) }).parse(manifest.json()).counts;
}
