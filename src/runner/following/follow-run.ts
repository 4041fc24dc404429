import { setTimeout as delay } from 'node:timers/promises';
import { storePaths } from '../../store/paths.ts';
import type { SlurmAccess } from '../executors/slurm-access.ts';
import { parseEvent, type RunEvent } from '../run/events.ts';
import { type RunRecord, readRun } from '../run/run-record.ts';
import { LineTail } from './line-tail.ts';
import { hasLivingController } from './living-runs.ts';
import { type RunState, stateOfRun } from './run-state.ts';

/** What one who follows a run gets to see. */
export type Sighting =
  /** An event with its line in the file; `at` is when it happened, milliseconds since 1970. */
  | { readonly type: 'event'; readonly event: RunEvent; readonly at: number; readonly line: string }
  /** It is not going on, and may yet: told when that changes. */
  | { readonly type: 'waits'; readonly state: Extract<RunState, { state: 'queued' | 'unknown' }> }
  /** It is over, or its controller is gone, and there was no summary. */
  | { readonly type: 'lost' };

const LOOK_MILLISECONDS = 200;
/** After so many looks at the events of a run that is over, its summary is taken from its record. */
const LOOKS_AFTER_END = 15;
/** Between two looks whether the run goes on. */
const LOOK_AT_RECORD_MILLISECONDS = 1_000;
/** Between two questions to the queue, where it gives no sign of life. */
const ASK_QUEUE_MILLISECONDS = 10_000;

/**
 * Follows a run by its file of events, from its first one to its summary, or until it is lost.
 *
 * @param signal ends the watch, and leaves the run alone
 */
export async function* followRun(
  store: string,
  first: RunRecord,
  slurm: SlurmAccess,
  signal: AbortSignal,
): AsyncGenerator<Sighting> {
  const tail = new LineTail(storePaths.events(store, first.run));
  let state: RunState = { state: 'going on' };
  let told = '';
  let looksAfterEnd = 0;
  let nextLook = 0;
  let nextQuestion = 0;
  while (!signal.aborted) {
    // Asked before the lines are read: what a run wrote before its end is not missed.
    const now = performance.now();
    if (now >= nextLook) {
      nextLook = now + LOOK_AT_RECORD_MILLISECONDS;
      const record = readRun(store, first.run) ?? first;
      const isSilent = record.endedAt === null && !hasLivingController(store, record);
      if (!isSilent || now >= nextQuestion) state = await stateOfRun(store, record, slurm);
      const askedQueue = state.state === 'queued' || state.state === 'unknown';
      if (!askedQueue) nextQuestion = 0;
      else if (now >= nextQuestion) nextQuestion = now + ASK_QUEUE_MILLISECONDS;
    }
    for (const line of tail.read()) {
      const event = parseEvent(line);
      if (event === undefined) continue;
      yield { type: 'event', event, at: Date.parse(event.time), line };
      if (event.type === 'summary') return;
    }
    if (state.state === 'over' || state.state === 'dead') {
      const { summary = null, endedAt = null } = readRun(store, first.run) ?? {};
      if (summary === null || endedAt === null) {
        yield { type: 'lost' };
        return;
      }
      // A file server may show the record before the events.
      if (++looksAfterEnd > LOOKS_AFTER_END) {
        const line = JSON.stringify({ time: endedAt, ...summary });
        yield { type: 'event', event: summary, at: Date.parse(endedAt), line };
        return;
      }
    }
    const waits = state.state === 'queued' ? state.entry.state : state.state;
    if (waits !== told && (state.state === 'queued' || state.state === 'unknown'))
      yield { type: 'waits', state };
    told = waits;
    await delay(LOOK_MILLISECONDS);
  }
}
