import type { GraphNode, InputReference } from '../../graph/node.ts';
import { canonicalJson } from '../../identity/canonical-json.ts';
import type { Json } from '../../json.ts';
import type { ResultRecord } from '../../store/record.ts';
import type { Store } from '../../store/store.ts';
import type { NodeStatus } from '../plan/planned-node.ts';
import type { StoredState } from '../plan/stored-states.ts';
import { readRun } from '../run/run-record.ts';
import { type AttemptReport, reportAttempts } from './attempt-log.ts';

/** Where the content of an input came from. */
export type InputSource = InputReference | null;

/** A result with all that is known of how it came about; null for what is not known any more. */
export interface ResultReport {
  readonly schemaVersion: 1;
  readonly node: string | null;
  readonly status: NodeStatus | null;
  readonly key: string;
  readonly step: string;
  readonly params: { readonly [name: string]: Json };
  readonly inputs: { readonly [argument: string]: { readonly digest: string; readonly from: InputSource } };
  readonly outputs: ResultRecord['outputs'];
  readonly seed: Json;
  /** Digest of the step's bundle. */
  readonly code: string;
  readonly tool: string;
  /** Of the attempt that made it. */
  readonly timings: { readonly startedAt: string; readonly seconds: number; readonly memory: number } | null;
  readonly host: string | null;
  readonly versions: { readonly node: string } | null;
  readonly attempt: number | null;
  readonly run: string | null;
  readonly commit: string | null;
  /** Digest of the changes that were not committed; null for a clean tree. */
  readonly uncommitted: string | null;
  readonly accepted: ResultRecord['accepted'] | null;
}

/** The result of a node of the present graph. */
export function reportNode(
  store: Store,
  record: ResultRecord,
  node: GraphNode,
  status: NodeStatus,
): ResultReport {
  return report(store, record, node.name, status, (argument) => node.inputs[argument] ?? null);
}

/** A result that was found by its key: the states of the store say which node it belongs to. */
export function reportRecord(
  store: Store,
  record: ResultRecord,
  states: readonly StoredState[],
): ResultReport {
  const nodes = states.flatMap(({ state }) => state.nodes);
  const owner = nodes.find((node) => node.key === record.key);
  return report(store, record, owner?.name ?? null, null, (_argument, digest) => {
    for (const { name, outputs } of nodes) {
      const made = Object.entries(outputs).find(([, output]) => output.digest === digest);
      if (made !== undefined) return { node: name, output: made[0] };
    }
    return null;
  });
}

function report(
  store: Store,
  record: ResultRecord,
  node: string | null,
  status: NodeStatus | null,
  sourceOf: (argument: string, digest: string) => InputSource,
): ResultReport {
  const { recipe } = record;
  const made = findAttempt(store, record);
  const run = made?.description === undefined ? undefined : readRun(store.root, made.description.run);
  const exit = made?.exit;
  return {
    schemaVersion: 1,
    node,
    status,
    key: record.key,
    step: recipe.step,
    params: recipe.params,
    inputs: Object.fromEntries(
      Object.entries(recipe.inputs).map(([argument, digest]) => [
        argument,
        { digest, from: sourceOf(argument, digest) },
      ]),
    ),
    outputs: record.outputs,
    seed: record.seed,
    code: recipe.code,
    tool: recipe.tool,
    timings:
      exit === undefined ? null : { startedAt: exit.startedAt, seconds: exit.seconds, memory: exit.memory },
    host: exit?.host ?? null,
    versions: exit?.versions ?? null,
    attempt: made?.attempt ?? null,
    run: made?.description?.run ?? null,
    commit: run?.commit ?? null,
    uncommitted: run?.uncommitted ?? null,
    accepted: record.accepted ?? null,
  };
}

/** The attempt whose outputs the record holds: of an accepted result, an attempt at the key that it was made for. */
function findAttempt(store: Store, record: ResultRecord): AttemptReport | undefined {
  const outputs = canonicalJson(record.outputs as unknown as Json);
  const seen = new Set<string>();
  let here: ResultRecord | undefined = record;
  while (here !== undefined && !seen.has(here.key)) {
    seen.add(here.key);
    const made = reportAttempts(store.root, here.key).find(
      ({ exit }) => exit?.outputs !== undefined && canonicalJson(exit.outputs as unknown as Json) === outputs,
    );
    if (made !== undefined) return made;
    here = here.accepted === undefined ? undefined : store.readRecord(here.accepted.from);
  }
  return undefined;
}
