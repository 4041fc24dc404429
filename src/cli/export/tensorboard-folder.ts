import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardWrite } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { encodeEventFile } from './event-file.ts';
import type { TrackedRun } from './tracked-runs.ts';

/**
 * Writes the curves of each stage to `<variant>/seed-<seed>/<stage>/`, which TensorBoard takes for a run each, so that
 * equal curves of variants lie over one another. Points bear the time at which training of the stage began: that of a
 * step is not known. Equal results give equal bytes.
 */
export function writeTensorboard(folder: string, runs: readonly TrackedRun[]): void {
  for (const { variant, seed, curves, stageStarts, started } of runs) {
    for (const stage of new Set(curves.map((curve) => curve.stage))) {
      const wallTime = (stageStarts.get(stage) ?? started ?? 0) / 1000;
      const points = curves
        .filter((curve) => curve.stage === stage)
        .flatMap(({ name, points: of }) => of.map(({ step, value }) => ({ tag: name, step, value })));
      const place = join(folder, variant, seed === null ? 'no-seed' : `seed-${seed}`, stage);
      const file = join(place, `events.out.tfevents.${Math.floor(wallTime)}.prouie`);
      guardWrite(file, () => {
        makeFolder(place);
        writeFileSync(file, encodeEventFile(points, wallTime));
      });
    }
  }
}
