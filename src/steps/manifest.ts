import { z } from 'zod';
import type { StepInput } from '../step.ts';

/** How many rows, or prompts, stand in the file that a manifest is of. */
export function readTotal(manifest: StepInput): number {
  return z.object({ total: z.int().nonnegative() }).parse(manifest.json()).total;
}
