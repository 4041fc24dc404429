import { ProuieError } from '../../errors.ts';
import { slurmOnDemand } from '../../runner/executors/slurm-access.ts';
import { followRun, type Sighting } from '../../runner/following/follow-run.ts';
import { currentRuns } from '../../runner/following/run-state.ts';
import { meantPipeline, type Workspace } from '../../runner/pipeline/workspace.ts';
import { lastLines, logOfRun } from '../../runner/run/run-output.ts';
import { listRunRecords, type RunRecord, readRun } from '../../runner/run/run-record.ts';
import { type CommandLine, type ParsedArguments, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT, type Io } from '../io.ts';
import { liveView } from '../live-view.ts';
import { failureList, nextSteps, printNextSteps } from '../next-steps.ts';
import { askedPipeline, type GraphFlags, graphFlags, workspaceFrom } from '../node-flags.ts';
import { lineView, type ProgressView } from '../progress.ts';
import { findRun } from '../run-choice.ts';
import { RUN_FLAGS } from '../run-flags.ts';
import { exitCodeOf, printSummary } from '../run-summary.ts';
import { type Terminal, terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'attach',
  operands: '[RUN]',
  operandCount: [0, 1],
  summary:
    'Shows a run as if it had been called here, from its first node to its end, and ends with its exit code. Without a name: the newest run of the pipeline and profile that is going on, or else the newest. Ctrl-C leaves the run alone.',
  flags: {
    ...RUN_FLAGS,
    json: { description: 'its events as JSON lines on standard output' },
    quiet: { short: 'q', description: 'only failures and the summary' },
    verbose: { description: 'reasons too, and nodes that turn out fresh' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const terminal = terminalOf(io.stderr, io, args.value('color'));
  const workspace = workspaceFrom(args, io, host.packageRoot);
  const [name] = args.operands;
  const record = name === undefined ? await newestRun(workspace, io) : findRun(workspace.store.root, name);
  const detached = new AbortController();
  const detach = (): void => detached.abort();
  process.on('SIGINT', detach);
  try {
    return await show(workspace.store.root, record, detached.signal, { args, io, terminal });
  } finally {
    process.off('SIGINT', detach);
  }
});

interface Stage {
  readonly args: ParsedArguments;
  readonly io: Io;
  readonly terminal: Terminal;
}

async function show(store: string, record: RunRecord, signal: AbortSignal, stage: Stage): Promise<number> {
  const { args, io, terminal } = stage;
  if (!args.has('quiet')) terminal.stream.write(`run ${record.run}\n`);
  const view = openView(stage);
  let interrupted = false;
  const failures = failureList();
  let last: Sighting | undefined;
  try {
    for await (const sighting of followRun(store, record, slurmOnDemand(io.env), signal)) {
      last = sighting;
      if (sighting.type === 'waits') terminal.stream.write(`${describeWait(sighting, record)}\n`);
      if (sighting.type !== 'event') continue;
      const { event, at, line } = sighting;
      // A job that began again goes on: what ended its last turn did not end the run.
      if (event.type === 'plan') interrupted = false;
      if (event.type === 'interrupt') interrupted = true;
      failures.note(event);
      if (args.has('json')) io.stdout.write(`${line}\n`);
      else view.listen(event, at);
    }
  } finally {
    view.close();
  }
  if (last?.type === 'lost') {
    io.stderr.write(describeLoss(store, readRun(store, record.run) ?? record));
    return EXIT.failed;
  }
  if (last?.type === 'event' && last.event.type === 'summary') {
    const end = { summary: last.event, profile: record.profile, interrupted, failed: failures.names };
    if (!args.has('json')) printSummary(end, terminal);
    if (!args.has('json') && !args.has('quiet') && askedPipeline(args, io).name === record.pipeline)
      printNextSteps(nextSteps(end, { tables: 'none', flags: flagsOf(record, args, io) }), terminal);
    return exitCodeOf(end);
  }
  io.stderr.write(
    `The run goes on without this window: \`prouie attach ${record.run}\` shows it again, \`prouie cancel ${record.run}\` ends it.\n`,
  );
  return EXIT.interrupted;
}

/** The flags that name the graph of a run, which may be under another profile than those that found it. */
function flagsOf(
  { pipeline, profile, data, settings }: RunRecord,
  args: ParsedArguments,
  io: Io,
): GraphFlags {
  const usual = meantPipeline(io.cwd, { pipeline: args.value('pipeline') });
  const named = usual.name === pipeline && usual.profile === profile ? undefined : profile;
  const { results } = graphFlags({
    ...args,
    value: (flag) => (flag === 'profile' ? named : args.value(flag)),
  });
  const from = data === null ? [] : ['--data', data];
  return { results, settings: [...from, ...settings.flatMap((setting) => ['--set', setting])] };
}

function openView({ args, terminal }: Stage): ProgressView {
  const options = { quiet: args.has('quiet'), verbose: args.has('verbose') };
  return terminal.live && !args.has('json') ? liveView(terminal, options) : lineView(terminal, options);
}

function describeWait({ state }: Extract<Sighting, { type: 'waits' }>, { controller }: RunRecord): string {
  const job = controller?.job ?? 'unknown';
  if (state.state === 'unknown') return `Whether its job ${job} goes on is not known here: ${state.says}`;
  const { reason } = state.entry;
  const because = reason === '' || reason === 'None' ? '' : `, ${reason}`;
  return `Its controller is job ${job} in the queue (${state.entry.state}${because}).`;
}

function describeLoss(store: string, record: RunRecord): string {
  const how =
    record.endedAt === null
      ? `its controller on ${record.host} is gone`
      : 'it was ended after its controller was gone';
  const log = logOfRun(store, record);
  const words = log === undefined ? '' : lastLines(log);
  return [
    `The run ended without a summary: ${how}.`,
    ...(words === '' ? [] : [`The end of ${log}:`, ...words.split('\n').map((line) => `    ${line}`)]),
    '`prouie run` goes on from what is there.',
    '',
  ].join('\n');
}

/** @throws ProuieError PROUIE_RUN_UNKNOWN where there was none */
async function newestRun({ store, pipelineName, profile }: Workspace, io: Io): Promise<RunRecord> {
  const isOurs = (record: RunRecord | undefined): record is RunRecord =>
    record?.pipeline === pipelineName && record.profile === profile;
  const current = await currentRuns(store.root, slurmOnDemand(io.env));
  const found = current.map(({ record }) => record).findLast(isOurs);
  if (found !== undefined) return found;
  for (const name of listRunRecords(store.root).reverse()) {
    const record = readRun(store.root, name);
    if (isOurs(record)) return record;
  }
  throw new ProuieError(
    'PROUIE_RUN_UNKNOWN',
    `There was no run of the pipeline "${pipelineName}" under the profile "${profile}".`,
    {
      hint:
        current.length === 0
          ? '`prouie run` makes what is stale.'
          : `Name one that goes on: ${current.map(({ record }) => record.run).join(', ')}.`,
      location: { file: store.root },
    },
  );
}
