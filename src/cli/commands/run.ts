import { availableParallelism } from 'node:os';
import { selectNodes } from '../../graph/selection.ts';
import type { Workspace } from '../../runner/pipeline/workspace.ts';
import { type AbsentNodes, absentNodes } from '../../runner/plan/absent-nodes.ts';
import { hasWork } from '../../runner/plan/plan-counts.ts';
import { openSession } from '../../runner/plan/session.ts';
import { nothingChanged, type Settled, sinceSettled } from '../../runner/plan/settled.ts';
import { foldersOpenToAll } from '../../store/open-folders.ts';
import {
  type CommandLine,
  choiceFlag,
  type ParsedArguments,
  runCommand,
  wholeNumberFlag,
} from '../arguments.ts';
import { carryOut, endWithoutWork, findAnnounced, findRemote, type Scheduling } from '../carry-out.ts';
import type { CommandDirectory, CommandHost } from '../command-host.ts';
import type { Io } from '../io.ts';
import { liveView } from '../live-view.ts';
import { hasAllTables, nextSteps, printNextSteps } from '../next-steps.ts';
import { GRAPH_FLAGS, graphFlags, workspaceFrom } from '../node-flags.ts';
import { jsonView, lineView, type ProgressView } from '../progress.ts';
import { exitCodeOf, printSummary } from '../run-summary.ts';
import { paint, type Terminal, terminalOf } from '../terminal.ts';
import { printStatus } from './status.ts';

export const commandLine: CommandLine = {
  command: 'run',
  operands: '[TARGET...]',
  summary:
    'Makes all that is stale, and only that. A target is a name or a glob; +name adds what it needs, name+ what needs it.',
  flags: {
    ...GRAPH_FLAGS,
    jobs: { value: 'N', short: 'j', description: 'how many nodes at once (default: the number of cores)' },
    'dry-run': { short: 'n', description: 'say what would run; run and write nothing' },
    force: { value: 'TARGET', multiple: true, description: 'run these nodes although nothing changed' },
    'fail-fast': { description: 'start nothing new after the first failure' },
    'keep-going': { description: 'go on with independent nodes after a failure (the default)' },
    tables: { description: 'print the tables at the end' },
    order: { value: 'ORDER', description: 'longest-first (default) or reversed, for tests of determinism' },
    isolate: { description: 'a fresh process for every node' },
    push: { description: 'hand what is made on to the shared store that PROUIE_REMOTE names' },
    detach: {
      description:
        'hand over to the background, or to a job where the profile says so, and return when it has begun',
    },
    detached: { value: 'RUN', description: 'carry out a run that --detach announced (used by --detach)' },
    json: { description: 'events as JSON lines on standard output; with --detach the name of the run' },
    quiet: { short: 'q', description: 'only failures and the summary' },
    verbose: { description: 'reasons too, nodes that turn out fresh, and all that are skipped' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost & CommandDirectory) => {
  const began = process.uptime();
  const scheduling = readScheduling(args);
  const workspace = workspaceFrom(args, io, host.packageRoot);
  if (args.has('push')) {
    const { requireRemote } = await import('../remote-line.ts');
    requireRemote(io, workspace.store.root);
  }
  const since = sinceSettled(workspace);
  const looksCloser = args.operands.length > 0 || LOOKS_CLOSER.some((flag) => args.has(flag));
  if (since !== undefined && !looksCloser && nothingChanged(since))
    return endSettled(since.settled, workspace, args, io, host, began);
  const session = await openSession(workspace, since?.changed);
  const chosen = selectNodes(session.graph, args.operands);
  const forced = new Set(
    args
      .values('force')
      .flatMap((target) =>
        selectNodes(session.graph, [target]).map((index) => session.graph.nodes[index]!.name),
      ),
  );
  const planner = session.planner(forced);
  planner.planAll(chosen);
  if (args.has('dry-run')) {
    return printStatus(session, planner, args, io);
  }
  if (args.has('detach')) {
    const { detachRun } = await import('../detach.ts');
    return detachRun({ session, planner, isStale: hasWork(planner), args, io, host });
  }
  const announced = await findAnnounced(args, session);
  const { terminal, view } = openView(args, io);
  warnOfOpenFolders(workspace, io, terminal);
  const remote = hasWork(planner) ? await findRemote(args, io, session) : undefined;
  const end = await carryOut(session, planner, { ...scheduling, announced, remote }, view, began);
  if (!args.has('json')) {
    printSummary(end, terminal);
    printAbsent(absentNodes(session.graph, planner.planned), terminal);
  }
  if (args.has('tables')) await printTables(args, io, host);
  if (!args.has('json') && !args.has('quiet')) {
    const made = args.has('tables') ? 'printed' : 'made';
    const tables = hasAllTables(planner) ? made : 'none';
    printNextSteps(nextSteps(end, { tables, flags: graphFlags(args) }), terminal);
  }
  return exitCodeOf(end);
});

/** Flags for which nodes are planned, also where nothing changed since a run had nothing to do. */
const LOOKS_CLOSER = ['force', 'dry-run', 'detach', 'detached', 'verbose'];

/** Ends a run of which it is known without a plan that it has nothing to do. */
async function endSettled(
  { fresh, skipped, absent }: Settled,
  workspace: Workspace,
  args: ParsedArguments,
  io: Io,
  host: CommandHost & CommandDirectory,
  began: number,
): Promise<number> {
  const { terminal, view } = openView(args, io);
  warnOfOpenFolders(workspace, io, terminal);
  const end = endWithoutWork({ fresh, skipped }, workspace.profile, view, began);
  if (!args.has('json')) {
    printSummary(end, terminal);
    printAbsent(absent, terminal);
  }
  if (args.has('tables')) await printTables(args, io, host);
  return exitCodeOf(end);
}

function warnOfOpenFolders({ store }: Workspace, io: Io, terminal: Terminal): void {
  for (const folder of foldersOpenToAll(store.root))
    io.stderr.write(
      `${paint(terminal, 'yellow', 'warning')} Every user of this machine may write to ${folder}.\n`,
    );
}

function readScheduling(args: ParsedArguments): Scheduling {
  const jobs = wholeNumberFlag(args, 'run', 'jobs', 1) ?? availableParallelism();
  return {
    jobs,
    failFast: args.has('fail-fast'),
    order: choiceFlag(args, 'run', 'order', ['longest-first', 'reversed']) ?? 'longest-first',
    isolate: args.has('isolate'),
  };
}

function openView(args: ParsedArguments, io: Io): { terminal: Terminal; view: ProgressView } {
  const terminal = terminalOf(io.stderr, io, args.value('color'));
  const options = { quiet: args.has('quiet'), verbose: args.has('verbose') };
  if (args.has('json')) return { terminal, view: jsonView(io.stdout) };
  return { terminal, view: terminal.live ? liveView(terminal, options) : lineView(terminal, options) };
}

function printAbsent(absent: AbsentNodes | null, terminal: Terminal): void {
  if (absent === null) return;
  const { count, name, why } = absent;
  terminal.stream.write(
    count === 1 ? `${name} is absent: ${why}\n` : `${count} nodes are absent, for example ${name}: ${why}\n`,
  );
}

async function printTables(
  args: ParsedArguments,
  io: Io,
  host: CommandHost & CommandDirectory,
): Promise<void> {
  const tables = await host.load('tables');
  const { results, settings } = graphFlags(args);
  const color = args.value('color');
  await tables.run([...results, ...settings, ...(color === undefined ? [] : ['--color', color])], io, host);
}
