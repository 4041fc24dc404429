import type { Recipe } from '../../identity/key.ts';
import type { Reason } from '../../identity/reasons.ts';
import type { StoredOutput } from '../../store/record.ts';

/** `waiting`: its inputs are still to be made, so it may run or turn out fresh. */
export type NodeStatus = 'fresh' | 'stale' | 'waiting' | 'absent' | 'failed' | 'running';

/** What a plan says of one node. */
export interface PlannedNode {
  readonly status: NodeStatus;
  readonly reasons: readonly Reason[];
  /** Known once all inputs are. */
  readonly key: string | undefined;
  /** Not made for a fresh node that nothing concerns which changed. */
  readonly recipe: Recipe | undefined;
  /** Of a fresh node. */
  readonly outputs: { readonly [output: string]: StoredOutput } | undefined;
  /** Why an absent node is absent. */
  readonly absent: string | undefined;
}

export const FORCED: Reason = { type: 'forced', what: 'run', before: null, after: null };

/** Whether the node is to be made although nothing changed. */
export function isForced({ reasons }: PlannedNode): boolean {
  return reasons.some((reason) => reason.type === 'forced');
}

export function staleNode(key: string, recipe: Recipe, reasons: readonly Reason[]): PlannedNode {
  return { status: 'stale', reasons, key, recipe, outputs: undefined, absent: undefined };
}

/** @param reasons those that can be told before the inputs are there */
export function waitingNode(reasons: readonly Reason[]): PlannedNode {
  return {
    status: 'waiting',
    reasons,
    key: undefined,
    recipe: undefined,
    outputs: undefined,
    absent: undefined,
  };
}

export function absentNode(absent: string): PlannedNode {
  return { status: 'absent', reasons: [], key: undefined, recipe: undefined, outputs: undefined, absent };
}
