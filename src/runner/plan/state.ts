import { readFileSync } from 'node:fs';
import type { Stamp } from '../../identity/file-memory.ts';
import { replaceFile } from '../../store/files.ts';
import { storePaths } from '../../store/paths.ts';
import type { StoredOutput } from '../../store/record.ts';
import { refuseNewer } from '../../store/record-parser.ts';

/** What is known of a node after a run. */
export interface NodeState {
  readonly name: string;
  readonly step: string;
  readonly status: 'fresh' | 'stale' | 'failed' | 'absent' | 'waiting';
  /** The key of the last result; of the failed attempt where `status` is `failed`. */
  readonly key: string;
  readonly tags: { readonly [key: string]: string | number };
  readonly outputs: { readonly [output: string]: StoredOutput };
  readonly failure?: { readonly key: string; readonly code: string; readonly message: string } | undefined;
  readonly absent?: string | undefined;
}

/** `nodes/<pipeline>/<profile>.json`: what `why` compares with, and what makes a run that does nothing fast. */
export interface PipelineState {
  readonly schemaVersion: 1;
  readonly run: string;
  readonly nodes: readonly NodeState[];
  /** Stamps of content that was whole when last looked at. */
  readonly blobs: { readonly [digest: string]: Stamp };
  /** Stamps of the records that were whole when last looked at. */
  readonly records: { readonly [key: string]: Stamp };
  /** Files under `results/` that were written: path to digest and stamp. */
  readonly results: { readonly [path: string]: readonly [digest: string, stamp: Stamp] };
}

const EMPTY_STATE: PipelineState = {
  schemaVersion: 1,
  run: '',
  nodes: [],
  blobs: {},
  records: {},
  results: {},
};

/** @throws ProuieError PROUIE_STORE_NEWER for a state that only a newer version can read */
export function readState(store: string, pipeline: string, profile: string): PipelineState {
  const file = storePaths.nodes(store, pipeline, profile);
  let state: Partial<PipelineState> | null;
  try {
    state = JSON.parse(readFileSync(file, 'utf8')) as Partial<PipelineState> | null;
  } catch {
    // Without a state everything is looked up in the records again.
    return EMPTY_STATE;
  }
  refuseNewer(state?.schemaVersion, EMPTY_STATE.schemaVersion, file);
  return isState(state) ? { ...EMPTY_STATE, ...state } : EMPTY_STATE;
}

/** A state that a bit was flipped in may be valid JSON all the same. */
function isState(state: Partial<PipelineState> | null): state is PipelineState {
  if (state?.schemaVersion !== EMPTY_STATE.schemaVersion || !Array.isArray(state.nodes)) return false;
  return state.nodes.every(
    (node: Partial<NodeState> | null) =>
      typeof node?.key === 'string' &&
      typeof node.name === 'string' &&
      typeof node.status === 'string' &&
      isObject(node.outputs) &&
      isObject(node.tags),
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

export function writeState(store: string, pipeline: string, profile: string, state: PipelineState): void {
  replaceFile(storePaths.nodes(store, pipeline, profile), JSON.stringify(state));
}
