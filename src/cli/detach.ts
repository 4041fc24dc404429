import { hostname } from 'node:os';
import { join } from 'node:path';
import { PASS_VARIABLE, passedVariables } from '../runner/attempt/environment.ts';
import { nameControllerJob, submitController } from '../runner/executors/controller-job.ts';
import { executorSettings } from '../runner/executors/executor-settings.ts';
import { SlurmCommands } from '../runner/executors/slurm-commands.ts';
import type { SlurmSettings } from '../runner/executors/slurm-settings.ts';
import { type Beginning, startInBackground } from '../runner/following/background.ts';
import type { Planner } from '../runner/plan/plan.ts';
import type { Session } from '../runner/plan/session.ts';
import type { AnnouncedRun } from '../runner/run/execute-plan.ts';
import { describeRun, nameRun } from '../runner/run/run-log.ts';
import { logOfRun } from '../runner/run/run-output.ts';
import { readRun, writeRun } from '../runner/run/run-record.ts';
import { settleResults } from '../runner/run/settle.ts';
import { REMOTE_VARIABLES } from '../runner/sharing/remote-settings.ts';
import { quoteForShell } from '../shell-words.ts';
import { removeQuietly } from '../store/files.ts';
import { storePaths } from '../store/paths.ts';
import { type ParsedArguments, usageError } from './arguments.ts';
import type { CommandHost } from './command-host.ts';
import { EXIT, type Io } from './io.ts';
import { printReport } from './json-report.ts';

export interface DetachOptions {
  readonly session: Session;
  readonly planner: Planner;
  /** Whether there is anything to make. */
  readonly isStale: boolean;
  readonly args: ParsedArguments;
  readonly io: Io;
  readonly host: CommandHost;
}

/** A run that goes on without this process. */
interface DetachedRun {
  readonly place: 'background' | 'job';
  readonly pid: number | null;
  readonly job: string | null;
}

/**
 * Hands a run over to a process in the background, or to a job where the profile says so, and returns when it has begun
 * or is in the queue. Where nothing is stale, nothing is started.
 *
 * @throws ProuieError PROUIE_INVALID for settings of the cluster that are none, PROUIE_RUN_START, PROUIE_SBATCH
 */
export async function detachRun(options: DetachOptions): Promise<number> {
  const { session, planner, isStale, args, io } = options;
  const settings = await executorSettings(session.workspace);
  if (!isStale) {
    settleResults(session, planner, () => undefined);
    if (args.has('json')) printReport(io, { run: null });
    io.stderr.write('Nothing to do: all is fresh, and no run was started.\n');
    return EXIT.done;
  }
  session.workspace.store.prepare();
  const run = nameRun(new Date(), process.pid);
  if (settings.kind === 'slurm' && settings.controller === 'job') {
    report(run, await submit(run, settings, options), options);
    return EXIT.done;
  }
  const beginning = await start(run, options);
  if (beginning.state === 'begun') {
    report(run, { place: 'background', pid: beginning.pid, job: null }, options);
    return EXIT.done;
  }
  if (args.has('json')) printReport(io, { run: null });
  if (beginning.state === 'stopped') {
    io.stderr.write('Stopped before the run began.\n');
    return EXIT.interrupted;
  }
  io.stderr.write('Nothing was left to do when the run began: others made what was stale.\n');
  return EXIT.done;
}

/** Starts the process; Ctrl-C ends it until its run has begun. */
async function start(run: string, options: DetachOptions): Promise<Beginning> {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  process.on('SIGINT', stop);
  try {
    return await startInBackground({
      store: options.session.workspace.store.root,
      run,
      command: commandOf(run, process.execPath, options),
      folder: options.io.cwd,
      env: options.io.env,
      signal: stopped.signal,
    });
  } finally {
    process.off('SIGINT', stop);
  }
}

async function submit(run: string, settings: SlurmSettings, options: DetachOptions): Promise<DetachedRun> {
  const { session, io, args } = options;
  const { workspace } = session;
  const store = workspace.store.root;
  const job = nameControllerJob();
  const handedOn = [...settings.environment, ...REMOTE_VARIABLES, PASS_VARIABLE, ...passedVariables(io.env)];
  const command = commandOf(run, settings.node ?? process.execPath, options);
  // Before there is a job, so that it is found again whatever happens then.
  writeRun(store, describeRun(workspace, run, { place: 'job', pid: null, startTicks: '', job }));
  try {
    await submitController(
      {
        settings,
        store,
        name: job,
        command:
          args.value('jobs') === undefined
            ? [...command, '--jobs', `${settings.controllerJob.cpu}`]
            : command,
        folder: io.cwd,
      },
      new SlurmCommands(io.env, handedOn),
    );
  } catch (cause) {
    removeQuietly(storePaths.run(store, run));
    throw cause;
  }
  return { place: 'job', pid: null, job };
}

/** The same words, for a process that is to carry the run out. */
function commandOf(run: string, node: string, { session, args, host }: DetachOptions): readonly string[] {
  const argv = args.words;
  const operands = argv.indexOf('--');
  const flags = operands === -1 ? argv : argv.slice(0, operands);
  return [
    node,
    join(host.packageRoot, 'bin', 'prouie.js'),
    'run',
    '--detached',
    run,
    '--store',
    session.workspace.store.root,
    ...flags.filter((word) => word !== '--detach' && word !== '--json'),
    ...(operands === -1 ? [] : argv.slice(operands)),
  ];
}

function report(run: string, detached: DetachedRun, { session, args, io }: DetachOptions): void {
  const store = session.workspace.store.root;
  const log = logOfRun(store, { run, controller: { ...detached, startTicks: '' } });
  if (args.has('json')) {
    printReport(io, { run, ...detached, host: hostname(), log: log ?? null });
    return;
  }
  io.stdout.write(`${run}\n`);
  const flag = args.value('store') === undefined ? '' : ` --store ${quoteForShell(args.value('store')!)}`;
  const where =
    detached.job === null
      ? `It goes on in the background as process ${detached.pid}; its log is ${log}.`
      : `Its controller is in the queue as job ${detached.job}.`;
  const lines = [where, `  prouie attach ${run}${flag}  shows it`, `  prouie cancel ${run}${flag}  ends it`];
  io.stderr.write(`${lines.join('\n')}\n`);
}

/**
 * The run that this process is to carry out.
 *
 * @throws ProuieError PROUIE_USAGE for what cannot be a name
 */
export function announcedRun(store: string, name: string): AnnouncedRun {
  if (!/^[\w.-]+$/.test(name)) throw usageError('run', `--detached takes the name of a run, not "${name}".`);
  const job = readRun(store, name)?.controller?.job ?? null;
  return { name, place: job === null ? 'background' : 'job', job };
}
