import { readFileSync } from 'node:fs';
import type { WritePoint } from './fault-library.ts';

/** A write that an undisturbed run made. */
export interface RecordedWrite extends WritePoint {
  /** The call, such as `rename`. */
  readonly call: string;
  /** Relative to the folder that was watched. */
  readonly path: string;
  /** The call and what kind of file it was on, such as `worker rename .prouie/blobs/*`. */
  readonly kind: string;
}

/** Reads what `disturb.c` wrote down of a run. */
export function readWrites(log: string): readonly RecordedWrite[] {
  return readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, role, at, call, path] = /^([01]) (\d+) (\S+) (.*)$/.exec(line)!;
      const who = role === '0' ? 'controller' : 'worker';
      return {
        role: who,
        at: Number(at),
        call: call!,
        path: path!,
        kind: `${who} ${call} ${kindOfPath(path!)}`,
      };
    });
}

/** A path with its digests, keys, numbers and names of runs left out. */
function kindOfPath(path: string): string {
  return path
    .replace(/\b[0-9a-f]{2}\/[0-9a-f]{62}\b|\b[0-9a-f]{64}\b|(?<=graph-)[0-9a-f]{16}/g, '*')
    .replace(/(blobs|records)\/[0-9a-f]{2}\b/g, '$1/*')
    .replace(/\d{8}T\d{6}[0-9a-z-]*-\d+/g, '*')
    .replace(/[.-]\d+(-\d+)?(\.tmp)?$/, '.*')
    .replace(/(work\/\*)\/\d+/, '$1/*');
}

/** Writes by their kind. */
export function groupWrites(writes: readonly RecordedWrite[]): ReadonlyMap<string, readonly RecordedWrite[]> {
  const groups = new Map<string, RecordedWrite[]>();
  for (const write of writes) groups.set(write.kind, [...(groups.get(write.kind) ?? []), write]);
  return groups;
}
