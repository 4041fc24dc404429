import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { Graph } from '../../graph/graph.ts';
import { FileMemory, type Stamp, stampOfEntry } from '../../identity/file-memory.ts';
import type { CodeParts } from '../../identity/reasons.ts';
import { replaceFile } from '../../store/files.ts';
import { readJsonFile } from '../../store/json-file.ts';
import { storePaths } from '../../store/paths.ts';
import { blobsOf } from '../../store/store.ts';
import { type GraphSources, type LoadedGraph, loadGraph } from '../pipeline/graph-source.ts';
import { stepEntry, type Workspace } from '../pipeline/workspace.ts';
import { type Changed, type CodeIdentity, Planner } from './plan.ts';
import { type NodeState, type PipelineState, readState, writeState } from './state.ts';

/** A workspace with its graph and what is known of it: what every command on nodes starts from. */
export interface Session {
  readonly workspace: Workspace;
  readonly graph: Graph;
  readonly sources: GraphSources;
  readonly state: PipelineState;
  readonly files: FileMemory;
  readonly code: CodeIdentity;
  planner(forced?: ReadonlySet<string>): Planner;
  /** Keeps the graph, so that the next command need not evaluate the pipeline. */
  keepGraph(): void;
}

/** @param changed what changed since a run had nothing to do, where it is known that graph, code and state did not */
export async function openSession(workspace: Workspace, changed?: Changed): Promise<Session> {
  const loaded = await loadGraph(workspace, changed !== undefined);
  const state = readState(workspace.store.root, workspace.pipelineName, workspace.profile);
  const files = FileMemory.load(filesPath(workspace));
  const code = codeIdentity(workspace, loaded);
  return {
    workspace,
    graph: loaded.graph,
    sources: loaded.sources,
    state,
    files,
    code,
    keepGraph: loaded.keep,
    planner: (forced) =>
      new Planner({
        graph: loaded.graph,
        store: workspace.store,
        state,
        files,
        code,
        forced,
        changed,
        resolveFile: (path) => (isAbsolute(path) ? path : resolve(workspace.folder, path)),
      }),
  };
}

function filesPath(workspace: Workspace): string {
  return storePaths.cache(workspace.store.root, 'files.sealed');
}

function codeIdentity(workspace: Workspace, loaded: LoadedGraph): CodeIdentity {
  const bundle = (entry: string) => workspace.bundles.remembered(entry) ?? unbundled(entry);
  const parts = new Map<string, CodeParts | undefined>();
  return {
    stepDigest: (step) => loaded.stepDigests.get(step)!,
    bundle,
    parts: (code) => {
      if (!parts.has(code))
        parts.set(
          code,
          readCodeParts(workspace.store.root, code) ?? partsFromBundles(workspace, loaded, code),
        );
      return parts.get(code);
    },
  };
}

/** The source files of a bundle, as they were kept when it was last in use; else reasons name the step alone. */
export function readCodeParts(store: string, code: string): CodeParts | undefined {
  return readJsonFile<CodeParts>(storePaths.code(store, code), () => true);
}

function partsFromBundles(workspace: Workspace, loaded: LoadedGraph, code: string): CodeParts | undefined {
  for (const [step, digest] of loaded.stepDigests) {
    if (digest === code) return workspace.bundles.remembered(stepEntry(workspace, step))?.parts;
  }
  return undefined;
}

function unbundled(entry: string): never {
  throw new Error(`${entry} was not bundled when the graph was loaded`);
}

/** Keeps the parts of all code in use, so that a later change can name the source file. */
export function saveCodeParts(session: Session): void {
  const { workspace, graph, code } = session;
  for (const step of new Set(graph.nodes.map((node) => node.step))) {
    const digest = code.stepDigest(step);
    const path = storePaths.code(workspace.store.root, digest);
    if (existsSync(path)) continue;
    const parts = workspace.bundles.remembered(stepEntry(workspace, step))?.parts;
    if (parts !== undefined) replaceFile(path, JSON.stringify(parts));
  }
}

/**
 * Writes down what is known after a run (or during one): the state of all nodes, and digests of files.
 *
 * @returns the state as it was written
 */
export function saveSession(
  session: Session,
  planner: Planner,
  run: string,
  states: ReadonlyMap<number, Pick<NodeState, 'status' | 'failure'>>,
  results: PipelineState['results'],
): PipelineState {
  const { workspace, graph } = session;
  const nodes = graph.nodes.map((node, index): NodeState => {
    const planned = planner.planned[index];
    const last = planner.lastState(node.name);
    if (planned === undefined && last !== undefined) return last;
    const fresh = planned?.status === 'fresh';
    const ended = states.get(index);
    const status = fresh ? 'fresh' : planned?.status === 'absent' ? 'absent' : (ended?.status ?? 'stale');
    return {
      name: node.name,
      step: node.step,
      status,
      // The last result stays known after a failure, so that reasons can be told against it.
      key: fresh ? planned.key! : (last?.key ?? ''),
      tags: node.tags,
      outputs: fresh ? planned.outputs! : (last?.outputs ?? {}),
      // A failure stays known until it is mended, also when a later run does not get as far as this node.
      failure: fresh ? undefined : (ended?.failure ?? last?.failure),
      absent: planned?.absent,
    };
  });
  const stamps = collectStamps(session, planner, nodes);
  const state: PipelineState = { schemaVersion: 1, run, nodes, ...stamps, results };
  writeState(workspace.store.root, workspace.pipelineName, workspace.profile, state);
  if (session.files.changed) replaceFile(filesPath(workspace), session.files.serialise());
  return state;
}

/**
 * Stamps of the content and the records that nodes stand on. What this run did not look at keeps the stamp of the last
 * look: if it was changed since, a new stamp would hide that.
 */
function collectStamps(
  session: Session,
  planner: Planner,
  nodes: readonly NodeState[],
): Pick<PipelineState, 'blobs' | 'records'> {
  planner.trustUntouched();
  const { state, workspace } = session;
  const { store } = workspace;
  const blobs: { [digest: string]: Stamp } = {};
  const records: { [key: string]: Stamp } = {};
  const keep = (stamps: { [name: string]: Stamp }, name: string, stamp: Stamp | undefined): void => {
    if (stamp !== undefined) stamps[name] = stamp;
  };
  nodes.forEach((node, index) => {
    const isNew = planner.planned[index]?.status === 'fresh';
    if (node.key !== '')
      keep(
        records,
        node.key,
        planner.records.stamps[node.key] ??
          (isNew ? stampOfEntry(storePaths.record(store.root, node.key)) : state.records[node.key]),
      );
    for (const [digest] of blobsOf(node.outputs)) {
      if (blobs[digest] === undefined)
        keep(
          blobs,
          digest,
          planner.blobs.stamps[digest] ??
            (isNew ? stampOfEntry(store.blobPath(digest)) : state.blobs[digest]),
        );
    }
  });
  return { blobs, records };
}

export function workerModule(workspace: Workspace): string {
  return join(workspace.packageRoot, 'dist', 'worker.js');
}
