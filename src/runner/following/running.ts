import { join } from 'node:path';
import { storePaths } from '../../store/paths.ts';
import { listAttempts } from '../attempt/attempt.ts';
import type { Planner } from '../plan/plan.ts';
import type { Session } from '../plan/session.ts';
import { livingOwner } from '../run/claims.ts';

/** Nodes that some living run is at, by index, with its name. */
export function runningNodes(session: Session, planner: Planner): ReadonlyMap<number, string> {
  const running = new Map<number, string>();
  planner.planned.forEach((planned, index) => {
    if (planned?.key === undefined || planned.status === 'fresh') return;
    const work = storePaths.work(session.workspace.store.root, planned.key);
    const last = listAttempts(work).at(-1);
    const owner =
      last === undefined ? undefined : livingOwner(session.workspace.store.root, join(work, String(last)));
    if (owner !== undefined) running.set(index, owner);
  });
  return running;
}
