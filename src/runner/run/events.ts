import type { Location } from '../../errors.ts';
import type { Reason } from '../../identity/reasons.ts';
import type { Failure } from '../attempt/attempt.ts';

/** What happens in a run, in order. Loggers and the event file are made of these alone. */
export type RunEvent =
  | {
      readonly type: 'plan';
      readonly nodes: number;
      readonly fresh: number;
      readonly stale: number;
      readonly waiting: number;
      readonly absent: number;
    }
  | {
      readonly type: 'start';
      readonly node: string;
      readonly key: string;
      readonly attempt: number;
      readonly reasons: readonly Reason[];
    }
  | { readonly type: 'progress'; readonly node: string; readonly done: number; readonly total: number }
  | {
      readonly type: 'finish';
      readonly node: string;
      readonly key: string;
      readonly seconds: number;
      readonly bytes: number;
    }
  /** Turned out fresh once its inputs were known, another run made it, or it came from the second store at `from`. */
  | { readonly type: 'fresh'; readonly node: string; readonly key: string; readonly from?: string }
  | { readonly type: 'wait'; readonly node: string; readonly by: string }
  | { readonly type: 'fail'; readonly node: string; readonly failure: Failure; readonly log: string }
  /** Failed for a reason outside of the node; another attempt follows. */
  | { readonly type: 'retry'; readonly node: string; readonly failure: Failure; readonly log: string }
  | { readonly type: 'skip'; readonly node: string; readonly because: string }
  | { readonly type: 'result'; readonly file: string; readonly what: 'written' | 'restored' }
  /** Something that keeps the run from nothing. */
  | {
      readonly type: 'warning';
      readonly code: string;
      readonly message: string;
      readonly hint?: string | undefined;
      readonly location?: Location | undefined;
    }
  | { readonly type: 'interrupt'; readonly how: 'finishing' | 'stopping' }
  | Summary;

export interface Summary {
  readonly type: 'summary';
  readonly ran: number;
  readonly fresh: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  /** Of the fresh ones, how many came from the second store; where one is named. */
  readonly pulled?: number;
  /** How many results were handed on to the second store; where that is wished for. */
  readonly pushed?: number;
}

/** Why a node is skipped when nothing before it failed. */
export const STOPPED = 'the run was stopped';

export type Listener = (event: RunEvent) => void;

/** An event from its line in the file of a run; undefined for a line that a crash cut off, where a later run goes on. */
export function parseEvent(line: string): (RunEvent & { readonly time: string }) | undefined {
  try {
    const event: { readonly type?: unknown } | null = JSON.parse(line);
    return typeof event?.type === 'string' ? (event as RunEvent & { readonly time: string }) : undefined;
  } catch {
    // A torn line is expected after a crash.
    return undefined;
  }
}
