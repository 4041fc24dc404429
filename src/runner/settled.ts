import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from '../graph/graph.ts';
import { isSettled, type Stamp, stampOf, stampOfEntry } from '../identity/file-memory.ts';
import { seal, unseal } from '../identity/seal.ts';
import { replaceFile } from '../store/files.ts';
import { storePaths } from '../store/paths.ts';
import { workspaceDigest } from './graph-source.ts';
import type { Planner } from './plan.ts';
import { namesIn } from './questions.ts';
import type { Session } from './session.ts';
import type { Workspace } from './workspace.ts';

/** What a run of all nodes said when it had nothing to do. */
export interface Settled {
  readonly fresh: number;
  /** Nodes that are absent, and those that need them. */
  readonly skipped: number;
  readonly absent: AbsentNodes | null;
}

/** Nodes that the pipeline says are absent, and the first of them. */
export interface AbsentNodes {
  readonly count: number;
  readonly name: string;
  readonly why: string;
}

export function absentNodes({ nodes }: Graph): AbsentNodes | null {
  const absent = nodes.filter((node) => node.absent !== undefined);
  const [first] = absent;
  return first === undefined ? null : { count: absent.length, name: first.name, why: first.absent! };
}

/**
 * Everything that such a run looked at. A plan depends on nothing else, so while all of it is as it was, the next run
 * has nothing to do either, and neither graph nor keys need be made.
 */
interface SettledFile extends Settled {
  readonly version: 1;
  /** Absolute; code, settings, inputs and results. */
  readonly files: Looked;
  /** Records and content, below the store's root. Links are not followed. */
  readonly entries: Looked;
  readonly folders: readonly (readonly [path: string, names: string])[];
}

/** Paths, and the four numbers of each one's stamp; -1 where there is nothing. */
interface Looked {
  readonly paths: readonly string[];
  readonly stamps: readonly number[];
}

const NOTHING: Stamp = [-1, -1, -1, -1];

function pathOf(workspace: Workspace): string {
  return storePaths.cache(workspace.store.root, `settled-${workspaceDigest(workspace)}.sealed`);
}

/** What a run would say, where it is certain without a plan that it has nothing to do; else undefined. */
export function readSettled(workspace: Workspace): Settled | undefined {
  let text: string | undefined;
  try {
    text = unseal(readFileSync(pathOf(workspace), 'utf8'));
  } catch {
    // Never noted: a plan is made.
    return undefined;
  }
  if (text === undefined) return undefined;
  const noted = JSON.parse(text) as SettledFile;
  const { version, files, entries, folders } = noted;
  const root = `${workspace.store.root}/`;
  const isSame =
    version === 1 &&
    allAsNoted(files, stampOf) &&
    allAsNoted(entries, (path) => stampOfEntry(root + path)) &&
    folders.every(([path, names]) => namesIn(path) === names);
  return isSame ? noted : undefined;
}

function allAsNoted({ paths, stamps }: Looked, look: (path: string) => Stamp | undefined): boolean {
  for (let index = 0, at = 0; index < paths.length; index++, at += 4) {
    const stamp = look(paths[index]!) ?? NOTHING;
    for (let part = 0; part < 4; part++) if (stamp[part] !== stamps[at + part]) return false;
  }
  return true;
}

/**
 * Notes what a run looked at that planned all nodes and found nothing to do. Nothing is noted while a file is so
 * young that its stamp proves nothing; the next run will.
 */
export function noteSettled(session: Session, planner: Planner): void {
  const { workspace, graph } = session;
  const files = planner.planned.includes(undefined) ? undefined : lookedFiles(session);
  const { root } = workspace.store;
  if (files === undefined || stampOf(root) === undefined) return;
  const fresh = planner.planned.filter((planned) => planned!.status === 'fresh').length;
  const entries = new Map<string, Stamp>();
  for (const [digest, stamp] of Object.entries(planner.blobs.stamps))
    entries.set(storePaths.blob('', digest), stamp);
  for (const [key, stamp] of Object.entries(planner.records.stamps))
    entries.set(storePaths.record('', key), stamp);
  const folders = session.sources.questions.flatMap((question) =>
    question.kind === 'folder' ? [[question.path, question.names] as const] : [],
  );
  const noted: SettledFile = {
    version: 1,
    fresh,
    skipped: graph.nodes.length - fresh,
    absent: absentNodes(graph),
    files: looked(files),
    entries: looked(entries),
    folders,
  };
  replaceFile(pathOf(workspace), seal(JSON.stringify(noted)));
}

function looked(stamps: ReadonlyMap<string, Stamp>): Looked {
  return { paths: [...stamps.keys()], stamps: [...stamps.values()].flat() };
}

/** Code, settings, inputs, results and the state, with what is certain of each; undefined where that is not enough. */
function lookedFiles({ workspace, graph, sources, files, state }: Session): Map<string, Stamp> | undefined {
  const answers = files.answers();
  if (answers === undefined) return undefined;
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
  for (const [path, stamp] of answers) found.set(path, stamp ?? NOTHING);
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
