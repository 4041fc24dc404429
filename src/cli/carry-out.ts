/** From a plan to the end of its run. */

import type { Planner } from '../runner/plan/plan.ts';
import { countPlan, hasWork } from '../runner/plan/plan-counts.ts';
import type { Session } from '../runner/plan/session.ts';
import type { Summary } from '../runner/run/events.ts';
import type { AnnouncedRun, ExecuteOptions } from '../runner/run/execute-plan.ts';
import { settleResults } from '../runner/run/settle.ts';
import type { ParsedArguments } from './arguments.ts';
import type { Io } from './io.ts';
import { failureList } from './next-steps.ts';
import type { ProgressView } from './progress.ts';
import type { RunEnd } from './run-summary.ts';

/** How the nodes of a run are made. */
export type Scheduling = Pick<
  ExecuteOptions,
  'jobs' | 'failFast' | 'order' | 'isolate' | 'announced' | 'remote'
>;

/** Runs what is stale; with nothing to run, only the copies under `results/` are looked at. */
export async function carryOut(
  session: Session,
  planner: Planner,
  scheduling: Scheduling,
  view: ProgressView,
  began: number,
): Promise<RunEnd> {
  const counts = countPlan(planner);
  const { profile } = session.workspace;
  if (hasWork(planner)) {
    const { executePlan } = await import('../runner/run/execute-plan.ts');
    let interrupted = false;
    const failures = failureList();
    const made = await executePlan(session, planner, {
      ...scheduling,
      view: failures.watch(view),
      seconds: () => secondsSince(began),
      absent: counts.absent,
      onInterrupt: () => {
        interrupted = true;
      },
    });
    return { summary: made, profile, interrupted, failed: failures.names };
  }
  settleResults(session, planner, view.listen);
  return endWithoutWork({ fresh: counts.fresh, skipped: counts.absent }, profile, view, began);
}

export function endWithoutWork(
  counts: Pick<Summary, 'fresh' | 'skipped'>,
  profile: string,
  view: ProgressView,
  began: number,
): RunEnd {
  const { fresh, skipped } = counts;
  const summary: Summary = {
    type: 'summary',
    ran: 0,
    fresh,
    failed: 0,
    skipped,
    seconds: secondsSince(began),
  };
  view.listen(summary);
  view.close();
  return { summary, profile, interrupted: false, failed: [] };
}

function secondsSince(began: number): number {
  return Math.round((process.uptime() - began) * 1000) / 1000;
}

/** The run that this process is to carry out, where `--detach` announced one. */
export async function findAnnounced(
  args: ParsedArguments,
  session: Session,
): Promise<AnnouncedRun | undefined> {
  const name = args.value('detached');
  if (name === undefined) return undefined;
  const { announcedRun } = await import('./detach.ts');
  return announcedRun(session.workspace.store.root, name);
}

/** The shared store that results are looked for in before they are made. */
export async function findRemote(
  args: ParsedArguments,
  io: Io,
  session: Session,
): Promise<ExecuteOptions['remote']> {
  const store = session.workspace.store.root;
  const [{ readRemoteSettings }, { requireRemote }] = await Promise.all([
    import('../runner/sharing/remote-settings.ts'),
    import('./remote-line.ts'),
  ]);
  if (args.has('push')) return { ...requireRemote(io, store), push: true };
  return readRemoteSettings(io.cwd, store, io.env);
}
