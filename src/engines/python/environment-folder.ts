import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

type Variables = { readonly [name: string]: string | undefined };

/** Written into an environment's folder when all of it is there. */
export const ENVIRONMENT_MARKER = 'prouie-environment.json';

/** What the marker says of an environment. */
export interface EnvironmentMarker {
  readonly schemaVersion: 1;
  readonly name: string;
  /** Digest of the lock it was made from. */
  readonly lock: string;
  /** Version of Python. */
  readonly python: string;
}

/** As much of it as tells that the folder is whole. */
const markerSchema = /* @__PURE__ */ (() =>
  z.looseObject({ schemaVersion: z.literal(1), name: z.string() }))();

/** The folder of all environments: `PROUIE_ENVIRONMENTS`, else `prouie/environments` in the user's cache. */
export function environmentsFolder(env: Variables): string {
  const chosen = env['PROUIE_ENVIRONMENTS'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const cache = env['XDG_CACHE_HOME'];
  return join(
    cache !== undefined && cache !== '' ? cache : join(env['HOME'] ?? homedir(), '.cache'),
    'prouie',
    'environments',
  );
}

/** The folder of one environment; a changed lock gives another one. */
export function environmentFolder(root: string, name: string, lockDigest: string): string {
  return join(root, `${name}-${lockDigest.slice(0, 12)}`);
}

/** The interpreter of an environment's folder. */
export function interpreterIn(folder: string): string {
  return join(folder, 'bin', 'python');
}

/** What the marker says; undefined where the folder is missing or half made. */
export function readMarker(folder: string): z.output<typeof markerSchema> | undefined {
  try {
    return markerSchema.parse(JSON.parse(readFileSync(join(folder, ENVIRONMENT_MARKER), 'utf8')));
  } catch {
    // Missing, cut off while it was written, or another form: not whole either way.
    return undefined;
  }
}
