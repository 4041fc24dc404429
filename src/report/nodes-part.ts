/** Every node with where its result comes from: key, inputs, attempt, run, reasons, log. */
import type { CatalogNode, CatalogSource } from '../catalog/source.ts';
import { reportAttempts } from '../runner/results/attempt-log.ts';
import type { ResultRecord } from '../store/record.ts';
import type { Store } from '../store/store.ts';
import { layOutGraph } from './graph-part.ts';
import type { GraphColumn, Made, ReportInput, ReportNode, ReportRun } from './report-content.ts';

/** Of a log its last characters. */
const LOG_LENGTH = 4_000;
/** Of all logs together; those of failed nodes come first. */
const LOGS_LENGTH = 400_000;

export function gatherNodes(
  store: Store,
  source: CatalogSource,
  runs: readonly ReportRun[],
  reasons: ReadonlyMap<string, readonly string[]>,
): { readonly nodes: readonly ReportNode[]; readonly columns: readonly GraphColumn[] } {
  const states = source.nodes();
  const records = states.map(({ key }) => (key === '' ? undefined : store.readRecord(key)));
  const makers = indexOutputs(states);
  const inputs = states.map((node, index) => inputsOf(node, records[index], states, makers));
  const { columns, places } = layOutGraph(
    states,
    inputs.map((list) => list.flatMap(({ node }) => node ?? [])),
  );
  const runOf = new Map(runs.map((run) => [run.run, run]));
  const nodes = states.map((state, index): ReportNode => {
    const { relation: _, ...tags } = state.tags;
    const work = attemptsOf(store, state, records[index]);
    return {
      name: state.name,
      step: state.step,
      status: state.status,
      key: state.key,
      tags,
      ...places[index]!,
      inputs: inputs[index]!,
      outputs: Object.entries(state.outputs).map(([name, { kind, digest, size }]) => ({
        name,
        kind,
        digest: digest.slice(0, 16),
        size,
      })),
      made: madeBy(work, runOf),
      reasons: reasons.get(state.name) ?? [],
      failure: state.failure ?? null,
      absent: state.absent ?? null,
      accepted: records[index]?.accepted?.because ?? null,
      log: work.at(-1)?.log?.slice(-LOG_LENGTH) ?? null,
    };
  });
  return { nodes: limitLogs(nodes), columns };
}

type Makers = ReadonlyMap<string, readonly (readonly [node: number, output: string])[]>;

function indexOutputs(nodes: readonly CatalogNode[]): Makers {
  const makers = new Map<string, (readonly [number, string])[]>();
  for (const [index, { outputs }] of nodes.entries()) {
    for (const [output, { digest }] of Object.entries(outputs)) {
      const known = makers.get(digest);
      if (known === undefined) makers.set(digest, [[index, output]]);
      else known.push([index, output]);
    }
  }
  return makers;
}

function inputsOf(
  node: CatalogNode,
  record: ResultRecord | undefined,
  nodes: readonly CatalogNode[],
  makers: Makers,
): readonly ReportInput[] {
  return Object.entries(record?.recipe.inputs ?? {}).map(([argument, digest]) => {
    const found = likeliest(node, argument, makers.get(digest) ?? [], nodes);
    return {
      argument,
      digest: digest.slice(0, 16),
      node: found?.[0] ?? null,
      output: found?.[1] ?? null,
    };
  });
}

/**
 * A record names its inputs by content alone. Where several nodes left the same content, the one is meant whose name
 * the argument bears, else whose tags agree most with those of the reader; of these the first.
 */
function likeliest(
  reader: CatalogNode,
  argument: string,
  makers: readonly (readonly [number, string])[],
  nodes: readonly CatalogNode[],
): readonly [number, string] | undefined {
  let best: readonly [number, string] | undefined;
  let bestLikeness = -1;
  for (const maker of makers) {
    const { name, tags } = nodes[maker[0]]!;
    const agreeing = Object.entries(tags).filter(([tag, value]) => reader.tags[tag] === value).length;
    const likeness = agreeing + (argument.includes(name) ? 100 : 0);
    if (likeness > bestLikeness) [best, bestLikeness] = [maker, likeness];
  }
  return best;
}

type Attempts = ReturnType<typeof reportAttempts>;

/** The attempts at a node's key; of an accepted result without any, those at the key that it was made for. */
function attemptsOf(store: Store, { key }: CatalogNode, record: ResultRecord | undefined): Attempts {
  if (key === '') return [];
  const own = reportAttempts(store.root, key);
  const from = record?.accepted?.from;
  return own.length > 0 || from === undefined ? own : reportAttempts(store.root, from);
}

function madeBy(attempts: Attempts, runOf: ReadonlyMap<string, ReportRun>): Made | null {
  const made = attempts.findLast(({ exit }) => exit?.ok === true);
  if (made?.exit === undefined) return null;
  const { startedAt, seconds, host } = made.exit;
  const run = made.description?.run ?? null;
  const { commit = null, changed = false } = runOf.get(run ?? '') ?? {};
  return { attempt: made.attempt, started: startedAt, seconds, host, run, commit, changed };
}

function limitLogs(nodes: readonly ReportNode[]): readonly ReportNode[] {
  let left = LOGS_LENGTH;
  const kept = new Set<ReportNode>();
  const failedFirst = [...nodes].sort((a, b) => Number(b.failure !== null) - Number(a.failure !== null));
  for (const node of failedFirst) {
    if (node.log === null || node.log.length > left) continue;
    left -= node.log.length;
    kept.add(node);
  }
  return nodes.map((node) => (node.log === null || kept.has(node) ? node : { ...node, log: null }));
}
