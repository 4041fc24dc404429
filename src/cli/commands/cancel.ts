import { ProuieError } from '../../errors.ts';
import { slurmOnDemand } from '../../runner/executors/slurm-access.ts';
import { type Cancellation, cancelRun } from '../../runner/following/cancellation.ts';
import { currentRuns } from '../../runner/following/run-state.ts';
import type { Workspace } from '../../runner/pipeline/workspace.ts';
import { type RunRecord, readRun } from '../../runner/run/run-record.ts';
import { type CommandLine, numberFlag, type ParsedArguments, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT, type Io } from '../io.ts';
import { printReport } from '../json-report.ts';
import { workspaceFrom } from '../node-flags.ts';
import { describeCurrentRun, findRun } from '../run-choice.ts';
import { RUN_FLAGS } from '../run-flags.ts';

const DEFAULT_PATIENCE = 120;

export const commandLine: CommandLine = {
  command: 'cancel',
  operands: '[RUN]',
  operandCount: [0, 1],
  summary:
    'Ends a run, wherever its controller is: running nodes are stopped, and jobs on a cluster cancelled, as by two Ctrl-Cs. Without a name: the one run of the pipeline and profile that is going on. The next run goes on from what was made.',
  flags: {
    ...RUN_FLAGS,
    'leave-jobs': { description: 'end the controller alone; jobs on a cluster go on' },
    wait: {
      value: 'SECONDS',
      description: `how long its end is waited for (default ${DEFAULT_PATIENCE})`,
    },
    json: { description: 'as JSON' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const seconds = numberFlag(args, 'cancel', 'wait') ?? DEFAULT_PATIENCE;
  if (seconds < 0) throw usageError('cancel', '--wait takes seconds from 0 on.');
  const workspace = workspaceFrom(args, io, host.packageRoot);
  const store = workspace.store.root;
  const [name] = args.operands;
  const record = name === undefined ? await onlyRun(workspace, io) : findRun(store, name);
  if (record === undefined) {
    if (args.has('json')) printReport(io, { run: null, outcome: 'over', jobs: [] });
    io.stderr.write('No run is going on.\n');
    return EXIT.done;
  }
  const how = args.has('leave-jobs') ? 'leave' : 'cancel';
  const slurm = slurmOnDemand(io.env);
  const cancellation = await cancelRun(store, record, { how, slurm, patience: seconds * 1000 });
  report({ args, io, record: readRun(store, record.run) ?? record, cancellation, seconds });
  return cancellation.outcome === 'late' ? EXIT.failed : EXIT.done;
});

/**
 * The one run of the pipeline and profile that is going on; undefined where nothing goes on at all.
 *
 * @throws ProuieError PROUIE_USAGE with a list, where there are several, or others
 */
async function onlyRun({ store, pipelineName, profile }: Workspace, io: Io): Promise<RunRecord | undefined> {
  const current = await currentRuns(store.root, slurmOnDemand(io.env));
  const ours = current.filter(({ record }) => record.pipeline === pipelineName && record.profile === profile);
  if (ours.length === 1 || current.length === 0) return ours[0]?.record;
  const now = new Date();
  const list = (ours.length > 0 ? ours : current).map((one) => `    ${describeCurrentRun(one, now)}`);
  const what =
    ours.length > 0
      ? `${ours.length} runs of ${pipelineName} under ${profile} are going on:`
      : `No run of ${pipelineName} under ${profile} is going on; others are:`;
  throw new ProuieError('PROUIE_USAGE', [what, ...list].join('\n'), {
    hint: 'Name the one that is to end: prouie cancel RUN.',
  });
}

interface Report {
  readonly args: ParsedArguments;
  readonly io: Io;
  readonly record: RunRecord;
  readonly cancellation: Cancellation;
  readonly seconds: number;
}

function report({ args, io, record, cancellation, seconds }: Report): void {
  const { outcome } = cancellation;
  const jobs = 'jobs' in cancellation ? cancellation.jobs : [];
  if (args.has('json')) printReport(io, { run: record.run, outcome, jobs });
  io.stderr.write(`${describe(record, cancellation, seconds, args.has('leave-jobs'))}\n`);
}

function describe(
  { run, host, endedAt, summary }: RunRecord,
  cancellation: Cancellation,
  seconds: number,
  leaves: boolean,
): string {
  switch (cancellation.outcome) {
    case 'over':
      return `${run} is over since ${endedAt}.`;
    case 'ended': {
      const made = summary?.type === 'summary' ? `: ${summary.ran} ran, ${summary.skipped} skipped` : '';
      return `${run} has ended${made}. The next run goes on from there.`;
    }
    case 'withdrawn':
      return `${run} was taken out of the queue${describeJobs(cancellation.jobs, leaves)}.`;
    case 'cleared':
      return `The controller of ${run} on ${host} was gone already${describeJobs(cancellation.jobs, leaves)}.`;
    case 'late':
      return `${run} was asked to end, and did not within ${seconds} s. It hears that when it can; \`prouie attach ${run}\` shows it.`;
  }
}

function describeJobs(jobs: readonly string[], leaves: boolean): string {
  if (leaves) return '; jobs of its nodes were left alone';
  return jobs.length === 0 ? '; no job of its nodes was left' : `; cancelled ${jobs.join(', ')}`;
}
