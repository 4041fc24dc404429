import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { replaceFile } from './files.ts';
import { storePaths } from './paths.ts';
import { refuseNewer } from './record-parser.ts';

/** A node as a run left it; what it made stands in the record of its key. */
export interface RunNode {
  readonly name: string;
  readonly step: string;
  readonly status: string;
  /** Of its last result; empty where it has none. */
  readonly key: string;
  readonly tags: { readonly [tag: string]: string | number };
}

const VERSION = 1;

/** Keeps all nodes as they are at the end of a run, those that it did not touch too: later runs write over the state. */
export function writeRunNodes(store: string, run: string, nodes: readonly RunNode[]): void {
  const kept = nodes.map(({ name, step, status, key, tags }) => ({ name, step, status, key, tags }));
  replaceFile(
    storePaths.runNodes(store, run),
    gzipSync(JSON.stringify({ schemaVersion: VERSION, nodes: kept })),
  );
}

/**
 * @returns undefined for a run that was cut off, or is not known
 * @throws ProuieError PROUIE_STORE_NEWER
 */
export function readRunNodes(store: string, run: string): readonly RunNode[] | undefined {
  const file = storePaths.runNodes(store, run);
  let content: { readonly schemaVersion: number; readonly nodes: readonly RunNode[] };
  try {
    content = JSON.parse(gunzipSync(readFileSync(file)).toString()) as typeof content;
  } catch {
    // Never written, or damaged: a run's results stand without it.
    return undefined;
  }
  refuseNewer(content.schemaVersion, VERSION, file);
  return content.nodes;
}
