import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readLooseJson } from '../python/loose-json.ts';
import { putAside } from '../python/work-folder.ts';

/** Written last into a folder: how large every file beside it was when all of them were on the disk. */
const markerSchema = /* @__PURE__ */ z.object({ files: z.record(z.string(), z.int().nonnegative()) });

const finishedSchema = /* @__PURE__ */ z.object({
  ...markerSchema.shape,
  rows: z.int(),
  prompts: z.int(),
  step: z.int(),
  maxSteps: z.int(),
  versions: z.record(z.string(), z.string()),
});

/** What the driver says of a run that is over. */
export type FinishedRun = z.output<typeof finishedSchema>;

export const MARKERS = { checkpoint: 'whole.json', run: 'finished.json' } as const;

/** @throws ProuieError PROUIE_PROGRAM_OUTPUT for a text that is no such marker */
export function readFinishedRun(text: string): FinishedRun {
  return readLooseJson(finishedSchema, text, MARKERS.run);
}

/**
 * The evidence that a run is over: its marker, all files that this names, and the last step done. An exit code proves
 * nothing, and neither does a model that is there.
 */
export function finishedRun(output: string, maxSteps: number): FinishedRun | undefined {
  if (!isWhole(output, MARKERS.run)) return undefined;
  const run = finishedSchema.safeParse(readJson(join(output, MARKERS.run)));
  return run.success && run.data.step === maxSteps && run.data.maxSteps === maxSteps ? run.data : undefined;
}

/**
 * Puts checkpoints aside that were not written to their end; the trainer would take the newest blindly.
 *
 * @returns the path of the newest whole one, undefined where there is none
 */
export function prepareResume(output: string, aside: string): string | undefined {
  let newest: { readonly step: number; readonly path: string } | undefined;
  for (const name of existsSync(output) ? readdirSync(output) : []) {
    const step = Number(/^checkpoint-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(step)) continue;
    const path = join(output, name);
    if (isWhole(path, MARKERS.checkpoint)) {
      if (newest === undefined || step > newest.step) newest = { step, path };
    } else putAside(path, aside);
  }
  return newest?.path;
}

function isWhole(folder: string, name: string): boolean {
  const marker = markerSchema.safeParse(readJson(join(folder, name)));
  if (!marker.success) return false;
  const sizes = Object.entries(marker.data.files);
  return sizes.length > 0 && sizes.every(([file, size]) => sizeOf(join(folder, file)) === size);
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** Undefined where there is no such file, or it was cut off. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
