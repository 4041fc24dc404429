import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { ProuieError } from '../errors.ts';
import { createGraph, type Graph } from '../graph/graph.ts';
import type { GraphNode, NodeDeclaration } from '../graph/node.ts';
import { digestOf } from '../identity/digest.ts';
import { isSettled, type Stamp, sameStamp, stampOf } from '../identity/file-memory.ts';
import type { Json } from '../json.ts';
import type { Pipeline, PipelineContext } from '../pipeline.ts';
import type { Step } from '../step.ts';
import { replaceFile } from '../store/files.ts';
import { storePaths } from '../store/paths.ts';
import { didYouMean } from '../suggest.ts';
import { readProfile } from './profile.ts';
import { stepEntry, type Workspace } from './workspace.ts';

/** What the pipeline asked, and what the answer was. */
type Question =
  | { readonly kind: 'file'; readonly path: string; readonly stamp: Stamp | null }
  | { readonly kind: 'folder'; readonly path: string; readonly names: string };

interface CachedGraph {
  readonly version: 1;
  readonly takenAt: number;
  /** Entry to digest of its bundle: the pipeline and all steps. */
  readonly code: { readonly [entry: string]: string };
  readonly questions: readonly Question[];
  readonly nodes: readonly GraphNode[];
}

export interface LoadedGraph {
  readonly graph: Graph;
  /** Digest of each step's bundle. */
  readonly stepDigests: ReadonlyMap<string, string>;
  /** Keeps the graph for the commands that follow. Only commands that may write call it. */
  readonly keep: () => void;
}

/**
 * The graph of a workspace. While neither the pipeline, a step, the profile nor a file that the pipeline looked at
 * changed, it comes from a cache, and no pipeline and no schema is evaluated. Nothing is written.
 */
export async function loadGraph(workspace: Workspace): Promise<LoadedGraph> {
  const cachePath = storePaths.cache(workspace.store.root, `graph-${workspaceDigest(workspace)}.json`);
  return readCache(workspace, cachePath) ?? (await buildGraph(workspace, cachePath));
}

function workspaceDigest(workspace: Workspace): string {
  const { packageRoot, folder, pipelineFile, profile, dataFolder, settings } = workspace;
  return digestOf(
    JSON.stringify([packageRoot, folder, pipelineFile, profile, dataFolder ?? '', settings]),
  ).slice(0, 16);
}

function readCache(workspace: Workspace, cachePath: string): LoadedGraph | undefined {
  let cached: CachedGraph;
  try {
    cached = JSON.parse(readFileSync(cachePath, 'utf8')) as CachedGraph;
  } catch {
    // No cache, or one that was cut off: the graph is built.
    return undefined;
  }
  if (cached.version !== 1) return undefined;
  for (const question of cached.questions) if (!stillHolds(question, cached.takenAt)) return undefined;
  for (const [entry, digest] of Object.entries(cached.code)) {
    if (workspace.bundles.remembered(entry)?.digest !== digest) return undefined;
  }
  return {
    graph: createGraph(cached.nodes),
    stepDigests: digestsOfSteps(workspace, cached.nodes, (entry) => cached.code[entry]!),
    keep: () => undefined,
  };
}

function digestsOfSteps(
  workspace: Workspace,
  nodes: readonly GraphNode[],
  digest: (entry: string) => string,
): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const { step } of nodes) if (!digests.has(step)) digests.set(step, digest(stepEntry(workspace, step)));
  return digests;
}

function stillHolds(question: Question, takenAt: number): boolean {
  if (question.kind === 'folder') return namesIn(question.path) === question.names;
  const stamp = stampOf(question.path);
  if (question.stamp === null || stamp === undefined) return question.stamp === null && stamp === undefined;
  return sameStamp(stamp, question.stamp) && isSettled(question.stamp, takenAt);
}

async function buildGraph(workspace: Workspace, cachePath: string): Promise<LoadedGraph> {
  const takenAt = Date.now();
  const questions: Question[] = [];
  const context = await pipelineContext(workspace, questions);
  const { pipeline } = (await workspace.bundles.load(workspace.pipelineFile)) as { pipeline?: Pipeline };
  if (typeof pipeline !== 'function') {
    throw new ProuieError(
      'PROUIE_PIPELINE',
      `${workspace.pipelineFile} exports no function named "pipeline".`,
      {
        hint: 'Write `export const pipeline: Pipeline = (context) => [...]`.',
        location: { file: workspace.pipelineFile },
      },
    );
  }
  const steps = new Map<string, Step>();
  const nodes: GraphNode[] = [];
  for (const declaration of pipeline(context)) {
    const step = steps.get(declaration.step) ?? (await loadStep(workspace, declaration));
    steps.set(declaration.step, step);
    nodes.push(validateNode(declaration, step));
  }
  const graph = createGraph(nodes);
  const code: { [entry: string]: string } = {
    [workspace.pipelineFile]: (await workspace.bundles.bundle(workspace.pipelineFile)).digest,
  };
  for (const step of steps.keys()) {
    const entry = stepEntry(workspace, step);
    code[entry] = (await workspace.bundles.bundle(entry)).digest;
  }
  const entries = new Set(
    nodes
      .flatMap((node) => Object.values(node.inputs))
      .flatMap((reference) => ('bundle' in reference ? [reference.bundle] : [])),
  );
  for (const entry of entries)
    code[resolve(workspace.packageRoot, entry)] = (await workspace.bundles.bundle(entry)).digest;
  const cached: CachedGraph = { version: 1, takenAt, code, questions, nodes };
  return {
    graph,
    stepDigests: digestsOfSteps(workspace, nodes, (entry) => code[entry]!),
    keep: () => replaceFile(cachePath, JSON.stringify(cached)),
  };
}

async function loadStep(workspace: Workspace, declaration: NodeDeclaration): Promise<Step> {
  const entry = stepEntry(workspace, declaration.step);
  if (!existsSync(entry)) {
    const known = readdirSync(join(workspace.packageRoot, 'src', 'steps')).map((name) =>
      name.replace(/\.ts$/, ''),
    );
    throw new ProuieError(
      'PROUIE_STEP_UNKNOWN',
      `"${declaration.name}" uses the step "${declaration.step}", but there is no ${entry}.`,
      {
        hint: didYouMean(declaration.step, known) ?? `Known steps: ${known.join(', ')}.`,
        location: { file: workspace.pipelineFile },
      },
    );
  }
  const { step } = (await workspace.bundles.load(entry)) as { step?: Step };
  if (step === undefined) {
    throw new ProuieError('PROUIE_STEP_UNKNOWN', `${entry} exports no "step".`, {
      hint: 'Write `export const step = defineStep({...})`.',
      location: { file: entry },
    });
  }
  return step;
}

function validateNode(declaration: NodeDeclaration, step: Step): GraphNode {
  const parsed = step.params.safeParse(declaration.params ?? {});
  if (!parsed.success) throw paramsError(declaration, parsed.error);
  const outputs = step.outputs === 'declared' ? declaration.outputs : step.outputs;
  if (outputs === undefined)
    throw new ProuieError('PROUIE_OUTPUTS', `"${declaration.name}" must name its outputs.`, {
      hint: 'Add `outputs: { name: "text" }` to the node.',
    });
  return {
    ...declaration,
    params: parsed.data as { readonly [key: string]: Json },
    inputs: declaration.inputs ?? {},
    outputs,
    tags: declaration.tags ?? {},
    volatile: step.volatile ?? [],
    keyedBy: step.keyedBy ?? 'everything',
  };
}

function paramsError(declaration: NodeDeclaration, error: z.ZodError): ProuieError {
  const issue = error.issues[0]!;
  const path = issue.path.join('.');
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const hint =
    unknown === undefined ? undefined : `Remove the parameter "${unknown}", or check its spelling.`;
  return new ProuieError(
    'PROUIE_PARAM',
    `"${declaration.name}", parameter ${path === '' ? '' : `"${path}"`}: ${issue.message}.`,
    {
      hint: hint ?? 'Mend the parameter in the pipeline or the profile.',
      cause: error,
    },
  );
}

async function pipelineContext(workspace: Workspace, questions: Question[]): Promise<PipelineContext> {
  const seen = new Set<string>();
  const exists = (path: string): boolean => {
    const stamp = stampOf(path);
    if (!seen.has(path)) questions.push({ kind: 'file', path, stamp: stamp ?? null });
    seen.add(path);
    return stamp !== undefined;
  };
  const readText = (path: string): string => {
    if (!exists(path))
      throw new ProuieError('PROUIE_FILE_MISSING', `There is no file ${path}.`, {
        hint: 'The pipeline needs it.',
        location: { file: path },
      });
    return readFileSync(path, 'utf8');
  };
  const profileFolder = join(dirname(workspace.pipelineFile), 'profiles');
  const profileFile = join(profileFolder, `${workspace.profile}.yaml`);
  const profileText = exists(profileFile) ? readText(profileFile) : missingProfile(workspace, profileFolder);
  return {
    profile: await readProfile(
      workspace.profile,
      profileText === '' ? undefined : profileFile,
      profileText,
      workspace.settings,
    ),
    dataFolder: workspace.dataFolder,
    packagePath: (path) => join(workspace.packageRoot, path),
    dataPath: (path) => join(workspace.dataFolder ?? workspace.folder, path),
    path: (path) => resolve(dirname(workspace.pipelineFile), path),
    exists,
    readText,
    list: (path) => {
      const names = namesIn(path);
      questions.push({ kind: 'folder', path, names });
      return names === '' ? [] : names.split('\n');
    },
  };
}

/** A pipeline without profiles runs under any name; one with profiles knows its own. */
function missingProfile(workspace: Workspace, folder: string): string {
  const known = namesIn(folder)
    .split('\n')
    .flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -5)] : []));
  if (known.length === 0) return '';
  throw new ProuieError('PROUIE_PROFILE_UNKNOWN', `There is no profile "${workspace.profile}".`, {
    hint: didYouMean(workspace.profile, known) ?? `Known profiles: ${known.join(', ')}.`,
    location: { file: folder },
  });
}

function namesIn(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return '';
  return readdirSync(folder).sort().join('\n');
}
