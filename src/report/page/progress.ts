/** What a run is at, as its events tell. Pure, so that tests need no browser. */

/** An event of a run, as far as progress depends on it. */
export interface LiveEvent {
  readonly type: string;
  readonly node?: string;
  readonly key?: string;
  readonly nodes?: number;
  readonly fresh?: number;
  readonly absent?: number;
  readonly seconds?: number;
}

export interface Progress {
  readonly state: 'going on' | 'ended' | 'was cut off';
  /** Nodes of the plan, and those that are there, failed or skipped. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** The key of each node that is being made. */
  readonly running: ReadonlyMap<string, string>;
  /** Of the whole run, at its end. */
  readonly seconds: number | null;
}

export function beginRun(): Progress {
  return { state: 'going on', total: 0, done: 0, failed: 0, running: new Map(), seconds: null };
}

export function progressOf(before: Progress, event: LiveEvent): Progress {
  switch (event.type) {
    case 'plan':
      return { ...beginRun(), total: event.nodes ?? 0, done: (event.fresh ?? 0) + (event.absent ?? 0) };
    case 'start':
      return { ...before, running: new Map(before.running).set(event.node ?? '', event.key ?? '') };
    case 'finish':
    case 'fresh':
    case 'skip':
      return { ...ended(before, event), done: before.done + 1 };
    case 'fail':
      return { ...ended(before, event), done: before.done + 1, failed: before.failed + 1 };
    case 'retry':
      return ended(before, event);
    case 'summary':
      return { ...before, state: 'ended', running: new Map(), seconds: event.seconds ?? null };
    default:
      return before;
  }
}

function ended(before: Progress, { node }: LiveEvent): Progress {
  const running = new Map(before.running);
  running.delete(node ?? '');
  return { ...before, running };
}
