/** Figures of the tables in what other nodes left. */
import { z } from 'zod';
import type { StepInput } from '../step.ts';
import { PHASES, TASKS } from '../tables/measurements.ts';

/** The figures of Table 8 among what `statisticsOf` wrote. */
export function readStatistics(input: StepInput) {
  const count = z.int().nonnegative();
  return z
    .object({ labels: count, roles: count.nullable(), train: count, val: count, test: count })
    .parse(input.json());
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
