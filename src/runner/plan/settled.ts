import { lstatSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isSettled, type Stamp, stampOf } from '../../identity/file-memory.ts';
import { replaceFile } from '../../store/files.ts';
import { storePaths } from '../../store/paths.ts';
import { workspaceDigest } from '../pipeline/graph-source.ts';
import { namesIn } from '../pipeline/questions.ts';
import type { Workspace } from '../pipeline/workspace.ts';
import { type AbsentNodes, absentNodes } from './absent-nodes.ts';
import { decodeLooked, encodeLooked, type Looked, looked } from './looked-file.ts';
import type { Changed, Planner } from './plan.ts';
import type { Session } from './session.ts';
import type { PipelineState } from './state.ts';

/** What a run of all nodes said when it had nothing to do. */
export interface Settled {
  readonly fresh: number;
  /** Nodes that are absent, and those that need them. */
  readonly skipped: number;
  readonly absent: AbsentNodes | null;
}

/** What is otherwise now than when a run had nothing to do; all that is not named is as it was. */
export interface SinceSettled {
  readonly settled: Settled;
  readonly changed: Changed;
}

/**
 * Everything that such a run looked at. A plan depends on nothing else, so while all of it is as it was, the next run
 * has nothing to do either, and neither graph nor keys need be made; while graph, code and state are as they were, only
 * nodes need be planned that something else concerns.
 */
interface Noted {
  readonly version: 3;
  readonly settled: Settled;
  readonly folders: readonly (readonly [path: string, names: string])[];
}

/**
 * In this order: absolute paths of code, settings, results and the state; absolute paths of files that nodes read; records
 * and content, below the store's root (links are not followed).
 */
type NotedLists = readonly [fixed: Looked, inputs: Looked, entries: Looked];

const NOTHING: Stamp = [-1, -1, -1, -1];
/** Equals no stamp. */
const UNPROVEN: Stamp = [-2, -2, -2, -2];

function pathOf(workspace: Workspace): string {
  return storePaths.cache(workspace.store.root, `settled-${workspaceDigest(workspace)}.bin`);
}

/** @returns undefined where nothing was noted, or all must be planned again */
export function sinceSettled(workspace: Workspace): SinceSettled | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(pathOf(workspace));
  } catch {
    // Never noted: a plan is made.
    return undefined;
  }
  const read = decodeLooked(bytes);
  if (read === undefined) return undefined;
  const { version, settled, folders } = read.header as Noted;
  const [fixed, inputs, entries] = read.lists as NotedLists;
  const root = `${workspace.store.root}/`;
  const isSame =
    version === 3 &&
    changedOf(fixed, statSync).length === 0 &&
    folders.every(([path, names]) => namesIn(path) === names);
  if (!isSame) return undefined;
  const changed: Changed = {
    inputs: new Set(changedOf(inputs, statSync)),
    entries: new Set(changedOf(entries, lstatSync, root)),
  };
  return { settled, changed };
}

export function nothingChanged({ changed }: SinceSettled): boolean {
  return changed.inputs.size === 0 && changed.entries.size === 0;
}

/** Compares number by number: a hundred thousand stamps that nobody keeps need not be made. */
function changedOf({ paths, stamps }: Looked, look: typeof statSync, folder = ''): readonly string[] {
  return paths.filter((path, index) => {
    const stats = look(folder + path, NO_ERROR);
    const at = 4 * index;
    if (stats === undefined) return stamps[at] !== NOTHING[0];
    return (
      stats.size !== stamps[at] ||
      stats.mtimeMs !== stamps[at + 1] ||
      stats.ctimeMs !== stamps[at + 2] ||
      stats.ino !== stamps[at + 3]
    );
  });
}

const NO_ERROR = { throwIfNoEntry: false } as const;

/**
 * Notes what a run looked at that planned all nodes and left nothing to do. Nothing is noted while code or a setting is
 * so young that its stamp proves nothing; an input that is so young counts as changed.
 *
 * @param state as it is on disk
 */
export function noteSettled(session: Session, planner: Planner, state: PipelineState): void {
  const { workspace, graph } = session;
  const isDone = planner.planned.every(
    (planned) => planned?.status === 'fresh' || planned?.status === 'absent',
  );
  if (!isDone) return;
  planner.trustUntouched();
  const fixed = lookedFiles(session, state);
  if (fixed === undefined || stampOf(workspace.store.root) === undefined) return;
  const fresh = planner.planned.filter((planned) => planned!.status === 'fresh').length;
  const entries = new Map<string, Stamp>();
  for (const [digest, stamp] of Object.entries(state.blobs)) entries.set(storePaths.blob('', digest), stamp);
  for (const [key, stamp] of Object.entries(state.records)) entries.set(storePaths.record('', key), stamp);
  const folders = session.sources.questions.flatMap((question) =>
    question.kind === 'folder' ? [[question.path, question.names] as const] : [],
  );
  const settled = { fresh, skipped: graph.nodes.length - fresh, absent: absentNodes(graph, planner.planned) };
  const noted: Noted = { version: 3, settled, folders };
  const lists: NotedLists = [looked(fixed), looked(provenStamps(session.files.answers())), looked(entries)];
  replaceFile(pathOf(workspace), encodeLooked(noted, lists));
}

function provenStamps(
  answers: ReadonlyMap<string, Stamp | 'unproven' | undefined>,
): ReadonlyMap<string, Stamp> {
  const stamps = new Map<string, Stamp>();
  for (const [path, stamp] of answers) stamps.set(path, stamp === 'unproven' ? UNPROVEN : (stamp ?? NOTHING));
  return stamps;
}

/** Code, settings, results and the state, with what is certain of each; undefined where that is not enough. */
function lookedFiles(
  { workspace, graph, sources }: Session,
  state: PipelineState,
): Map<string, Stamp> | undefined {
  const found = new Map<string, Stamp>();
  for (const entry of Object.keys(sources.code)) {
    const parts = workspace.bundles.filesOf(entry);
    if (parts === undefined) return undefined;
    for (const [path, stamp] of parts) found.set(path, stamp);
  }
  for (const question of sources.questions) {
    if (question.kind !== 'file') continue;
    if (question.stamp !== null && !isSettled(question.stamp, sources.takenAt)) return undefined;
    found.set(question.path, question.stamp ?? NOTHING);
  }
  for (const node of graph.nodes) {
    for (const name of Object.keys(node.results ?? {})) {
      const file = join('results', workspace.profile, name);
      if (node.absent === undefined)
        found.set(join(workspace.folder, file), state.results[file]?.[1] ?? NOTHING);
    }
  }
  const own = [
    storePaths.nodes(workspace.store.root, workspace.pipelineName, workspace.profile),
    join(workspace.packageRoot, 'dist', 'main.cjs'),
  ];
  for (const path of own) found.set(path, stampOf(path) ?? NOTHING);
  return found;
}
