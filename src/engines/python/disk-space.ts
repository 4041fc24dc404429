import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';

/** What a run will have written at its fullest, in bytes, and how that was counted. */
export interface DiskNeed {
  readonly bytes: number;
  /** In words, for messages: `3 checkpoints of 64.0 GB and 2 models of 8.0 GB`. */
  readonly what: string;
}

/** A checkpoint to resume from, the most of them at one time, and models besides; all sizes in bytes. */
export interface RunFiles {
  readonly checkpoint: number;
  readonly checkpoints: number;
  readonly model: number;
  readonly models: number;
}

/** @returns what all files of a run come to, in bytes, and the sum in words */
export function diskNeed({ checkpoint, checkpoints, model, models }: RunFiles): DiskNeed {
  const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
  return {
    bytes: checkpoint * checkpoints + model * models,
    what: `${count(checkpoints, 'checkpoint')} of ${size(checkpoint)} and ${count(models, 'model')} of ${size(model)}`,
  };
}

/**
 * Sees to it, before anything is loaded, that a run's files will find room. What an earlier attempt has left in the
 * folders of its output is room that it need not find again.
 *
 * @param folder the run's folder
 * @param outputs folders in it that hold what the need counts
 * @param setting the option of the profile that says how many checkpoints are kept
 * @param free bytes that are free where the folder lies
 * @throws ProuieError PROUIE_DISK
 */
export function checkDiskSpace(
  folder: string,
  outputs: readonly string[],
  { bytes, what }: DiskNeed,
  setting: string,
  free: number = freeBytes(folder),
): void {
  const there = outputs.reduce((sum, name) => sum + bytesUnder(join(folder, name)), 0);
  const missing = bytes - there;
  if (missing <= free) return;
  throw new ProuieError(
    'PROUIE_DISK',
    `The disk of ${folder} has ${size(free)} free, but this run will write up to ${size(missing)}${there > 0 ? ' more' : ''}: ${what}.`,
    {
      hint: `Free some space (\`prouie gc\` shows what the store can give back), put the store elsewhere with PROUIE_STORE, or keep fewer checkpoints with \`${setting}\`.`,
      location: { file: folder },
    },
  );
}

/** Bytes that may still be written by this user, quotas not counted. */
function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Links count as nothing: what they lead to lies elsewhere. */
function bytesUnder(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + bytesUnder(path);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}

function size(bytes: number): string {
  const units = ['kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes / 1000, 0];
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit]!}`;
}
