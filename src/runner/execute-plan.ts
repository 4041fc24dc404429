import { isProuieError } from '../errors.ts';
import { Heartbeat } from './claims.ts';
import type { Listener, Summary } from './events.ts';
import { chooseExecutor } from './executors/choice.ts';
import type { Executor } from './executors/executor.ts';
import type { Planner } from './plan.ts';
import { writeResults } from './results.ts';
import { Run } from './run.ts';
import { nameRun, RunLog } from './run-log.ts';
import { type Session, saveCodeParts, saveSession } from './session.ts';
import { stepEntry } from './workspace.ts';

export interface ExecuteOptions {
  readonly jobs: number;
  readonly failFast: boolean;
  readonly order: 'longest-first' | 'reversed';
  readonly isolate: boolean;
  readonly view: { readonly listen: Listener; close(): void };
  /** Seconds since the command began. */
  readonly seconds: () => number;
  /** Nodes that cannot be made here. */
  readonly absent: number;
  readonly onInterrupt: () => void;
}

/** How often the state is written during a run, so that `status` in another window is up to date. */
const SAVE_MILLISECONDS = 5_000;

/** Carries out a plan where the profile says and keeps all that it made, also when it is interrupted. */
export async function executePlan(
  session: Session,
  planner: Planner,
  options: ExecuteOptions,
): Promise<Summary> {
  const { workspace } = session;
  const { executor, retries } = await chooseExecutor(workspace, options);
  workspace.store.prepare();
  session.keepGraph();
  const name = nameRun(new Date(), process.pid);
  const log = new RunLog(workspace, name, new Date());
  const listen: Listener = (event) => {
    options.view.listen(event);
    log.listen(event);
  };
  saveCodeParts(session);
  const heartbeat = new Heartbeat(workspace.store.root, name);
  const run = new Run(planner, {
    run: name,
    executor,
    retries,
    listen,
    failFast: options.failFast,
    order: options.order,
    modulePath: (step) => workspace.bundles.remembered(stepEntry(workspace, step))!.path,
  });
  const releaseSignals = handleSignals(run, executor, listen, options.onInterrupt);
  listenToPlan(planner, listen);
  const timer = setInterval(() => saveMeanwhile(session, planner, name, run), SAVE_MILLISECONDS);
  try {
    const { summary, broken } = await run.finish();
    if (broken !== undefined) throw broken;
    const results = writeResults(session, planner.planned, listen);
    saveSession(session, planner, name, run.states, results);
    const event: Summary = {
      type: 'summary',
      ...summary,
      skipped: summary.skipped + options.absent,
      seconds: options.seconds(),
    };
    listen(event);
    return event;
  } finally {
    clearInterval(timer);
    releaseSignals();
    heartbeat.stop();
    await executor.close();
    options.view.close();
  }
}

function saveMeanwhile(session: Session, planner: Planner, name: string, run: Run): void {
  try {
    saveSession(session, planner, name, run.states, session.state.results);
  } catch (cause) {
    // A full disk ends the run at its next result, or when the state is written at the end.
    if (!isProuieError(cause)) throw cause;
  }
}

function listenToPlan(planner: Planner, listen: Listener): void {
  const count = { nodes: 0, fresh: 0, stale: 0, waiting: 0, absent: 0 };
  for (const planned of planner.planned) {
    if (planned === undefined) continue;
    count.nodes++;
    if (planned.status === 'fresh' || planned.status === 'waiting' || planned.status === 'absent')
      count[planned.status]++;
    else count.stale++;
  }
  listen({ type: 'plan', ...count });
}

/** The first Ctrl-C starts nothing new, the second stops what runs. */
function handleSignals(run: Run, executor: Executor, listen: Listener, onInterrupt: () => void): () => void {
  const tell = (how: 'finishing' | 'stopping'): void => {
    try {
      listen({ type: 'interrupt', how });
    } catch (cause) {
      // It was shown before it could not be noted; the end of the run meets the same full disk.
      if (!isProuieError(cause)) throw cause;
    }
  };
  let count = 0;
  const handle = (): void => {
    count++;
    onInterrupt();
    run.stop();
    if (count > 1) executor.abort();
    tell(count === 1 ? 'finishing' : 'stopping');
  };
  // Whoever ends this process wants it gone, not what goes on without it.
  const terminate = (): void => {
    onInterrupt();
    run.stop();
    executor.leave();
    tell('stopping');
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', terminate);
  return () => {
    process.off('SIGINT', handle);
    process.off('SIGTERM', terminate);
  };
}
