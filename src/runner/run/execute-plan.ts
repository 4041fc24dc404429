import { isProuieError } from '../../errors.ts';
import { writeRunNodes } from '../../store/run-nodes.ts';
import { chooseExecutor } from '../executors/choice.ts';
import { stepEntry } from '../pipeline/workspace.ts';
import type { Planner } from '../plan/plan.ts';
import { countPlan } from '../plan/plan-counts.ts';
import { type Session, saveCodeParts, saveSession } from '../plan/session.ts';
import { noteSettled } from '../plan/settled.ts';
import type { RemoteSettings } from '../sharing/remote-settings.ts';
import { Heartbeat } from './claims.ts';
import type { Listener, Summary } from './events.ts';
import { handleInterruption } from './interruption.ts';
import { RemoteResults } from './remote-results.ts';
import { writeResults } from './results.ts';
import { Run } from './run.ts';
import { controllerHere, describeRun, nameRun, RunLog } from './run-log.ts';
import type { RunController } from './run-record.ts';

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
  /** The second store, where one is named. */
  readonly remote?: RemoteSettings | undefined;
  /** The name under which a run in the background was announced, and its place; a run in a terminal where left out. */
  readonly announced?: AnnouncedRun | undefined;
}

export type AnnouncedRun = { readonly name: string } & Pick<RunController, 'place' | 'job'>;

/** How often the state is written during a run, so that `status` in another window is up to date. */
const SAVE_MILLISECONDS = 5_000;
/** Of large graphs less often: the writing may take this part of the time. */
const SAVE_SHARE = 1 / 20;

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
  const place = options.announced ?? {
    name: nameRun(new Date(), process.pid),
    place: 'terminal',
    job: null,
  };
  const { name, job } = place;
  // Whoever sees the record also sees the sign of life.
  const heartbeat = new Heartbeat(workspace.store.root, name);
  const log = new RunLog(workspace.store.root, describeRun(workspace, name, controllerHere(place)));
  const listen: Listener = (event) => {
    options.view.listen(event);
    // A job that the cluster begins again goes on under its name: only its last end is that of the run.
    if (event.type !== 'summary' || event.skipped === 0 || !interruption.goesOn) log.listen(event);
  };
  saveCodeParts(session);
  const remote =
    options.remote === undefined ? undefined : new RemoteResults(workspace.store, options.remote, listen);
  const run = new Run(planner, {
    remote,
    run: name,
    executor,
    retries,
    listen,
    failFast: options.failFast,
    order: options.order,
    modulePath: (step) => workspace.bundles.remembered(stepEntry(workspace, step))!.path,
  });
  const interruption = handleInterruption({
    store: workspace.store.root,
    name,
    place: place.place,
    run,
    executor,
    listen,
    onInterrupt: options.onInterrupt,
  });
  listen({ type: 'plan', ...countPlan(planner) });
  const stopSaving = repeat(() => saveMeanwhile(session, planner, name, run));
  try {
    const { summary, broken } = await run.finish();
    if (broken !== undefined) throw broken;
    const results = writeResults(session, planner.planned, listen);
    const state = saveSession(session, planner, name, run.states, results);
    writeRunNodes(workspace.store.root, name, state.nodes);
    noteSettled(session, planner, state);
    await remote?.close();
    const event: Summary = {
      type: 'summary',
      ...summary,
      skipped: summary.skipped + options.absent,
      seconds: options.seconds(),
      ...remote?.counts,
    };
    listen(event);
    return event;
  } finally {
    stopSaving();
    interruption.release();
    remote?.stop();
    await executor.close();
    options.view.close();
    heartbeat.stop();
    if (interruption.isOutOfTime && job !== null) await beginAgain(workspace.store.root, job);
  }
}

async function beginAgain(store: string, job: string): Promise<void> {
  const [{ requeueController }, { slurmOnDemand }] = await Promise.all([
    import('../executors/controller-job.ts'),
    import('../executors/slurm-access.ts'),
  ]);
  await requeueController(store, job, await slurmOnDemand(process.env)());
}

/** @returns what ends it */
function repeat(save: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (milliseconds: number): void => {
    timer = setTimeout(() => {
      const began = performance.now();
      save();
      wait(Math.max(SAVE_MILLISECONDS, (performance.now() - began) / SAVE_SHARE));
    }, milliseconds);
  };
  wait(SAVE_MILLISECONDS);
  return () => clearTimeout(timer);
}

function saveMeanwhile(session: Session, planner: Planner, name: string, run: Run): void {
  try {
    saveSession(session, planner, name, run.states, session.state.results);
  } catch (cause) {
    // A full disk ends the run at its next result, or when the state is written at the end.
    if (!isProuieError(cause)) throw cause;
  }
}
