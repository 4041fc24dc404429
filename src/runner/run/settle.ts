import { sameStamp } from '../../identity/file-memory.ts';
import { isStoreFailure } from '../../store/files.ts';
import type { Planner } from '../plan/plan.ts';
import { type Session, saveSession } from '../plan/session.ts';
import { noteSettled } from '../plan/settled.ts';
import type { Listener } from './events.ts';
import { writeResults } from './results.ts';

/**
 * After a run that did nothing: mends the copies under `results/`, writes the state if it says more, and notes what the
 * run looked at. A store that cannot be written is no failure here: what would be noted only makes the next run faster.
 */
export function settleResults(session: Session, planner: Planner, listen: Listener): void {
  const results = writeResults(session, planner.planned, listen);
  const same =
    JSON.stringify(results) === JSON.stringify(session.state.results) &&
    !session.files.changed &&
    planner.planned.every((planned, index) => {
      if (planned === undefined) return true;
      const last = planner.lastState(session.graph.nodes[index]!.name);
      return last !== undefined && last.status === planned.status && last.key === (planned.key ?? last.key);
    }) &&
    Object.entries(planner.blobs.stamps).every(
      ([digest, stamp]) => session.state.blobs[digest]?.[2] === stamp[2],
    ) &&
    Object.entries(planner.records.stamps).every(([key, stamp]) =>
      sameStamp(session.state.records[key], stamp),
    );
  try {
    session.keepGraph();
    const state = same ? session.state : saveSession(session, planner, session.state.run, new Map(), results);
    noteSettled(session, planner, state);
  } catch (cause) {
    if (!isStoreFailure(cause)) throw cause;
  }
}
