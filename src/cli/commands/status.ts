import { selectNodes } from '../../graph/selection.ts';
import { stageOf } from '../../graph/stages.ts';
import { slurmOnDemand } from '../../runner/executors/slurm-access.ts';
import { type CurrentRun, currentRuns } from '../../runner/following/run-state.ts';
import { runningNodes } from '../../runner/following/running.ts';
import type { Planner } from '../../runner/plan/plan.ts';
import type { PlannedNode } from '../../runner/plan/planned-node.ts';
import { openSession, type Session } from '../../runner/plan/session.ts';
import { type CommandLine, type ParsedArguments, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT, type Io } from '../io.ts';
import { printReport } from '../json-report.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { describeReasons } from '../reason-text.ts';
import { describeCurrentRun } from '../run-choice.ts';
import { formatGroups, STATUS_COLOURS } from '../status-groups.ts';
import { paint, terminalOf } from '../terminal.ts';

/** More nodes than this are told stage by stage. */
const MOST_LISTED = 30;

export const commandLine: CommandLine = {
  command: 'status',
  operands: '[TARGET...]',
  summary: 'Says what is fresh and what is stale, and why. Nothing is run or written.',
  flags: {
    ...GRAPH_FLAGS,
    check: { description: 'exit with 3 when something is stale' },
    json: { description: 'as JSON' },
    each: {
      description: `each node that is not fresh; more than ${MOST_LISTED} are else told stage by stage`,
    },
    verbose: { description: 'each node, fresh ones too' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const planner = session.planner();
  planner.planAll(selectNodes(session.graph, args.operands));
  const current = await currentRuns(session.workspace.store.root, slurmOnDemand(io.env));
  const code = printStatus(session, planner, args, io, current);
  const stale = planner.planned.some(
    (planned) => planned !== undefined && planned.status !== 'fresh' && planned.status !== 'absent',
  );
  return args.has('check') && stale ? EXIT.stale : code;
});

/** Prints the status of planned nodes: what would run, and why; and the runs that go on. */
export function printStatus(
  session: Session,
  planner: Planner,
  args: ParsedArguments,
  io: Io,
  current: readonly CurrentRun[] = [],
): number {
  const running = runningNodes(session, planner);
  const nodes = session.graph.nodes.flatMap((node, index) => {
    const planned = planner.planned[index];
    if (planned === undefined) return [];
    const status = running.has(index) ? ('running' as const) : planned.status;
    const { reasons, absent } = planned;
    return [{ name: node.name, stage: stageOf(node), status, reasons, absent }];
  });
  if (args.has('json')) {
    printReport(io, {
      nodes: nodes.map(nodeJson),
      ...(current.length > 0 && { runs: current.map(currentRunJson) }),
    });
    return EXIT.done;
  }
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  const counts = new Map<string, number>();
  for (const { status } of nodes) counts.set(status, (counts.get(status) ?? 0) + 1);
  const listed = args.has('verbose') ? nodes : nodes.filter(({ status }) => status !== 'fresh');
  const why = ({ status, reasons, absent }: (typeof nodes)[number]): string =>
    absent ?? (status === 'waiting' ? 'may run: its inputs are still to be made' : describeReasons(reasons));
  if (listed.length > MOST_LISTED && !args.has('verbose') && !args.has('each')) {
    const told = nodes.map((node) => ({ stage: node.stage, status: node.status, why: why(node) }));
    for (const line of formatGroups(told, terminal)) io.stdout.write(`${line}\n`);
  } else {
    for (const node of listed) {
      const phrase = why(node);
      io.stdout.write(
        `${paint(terminal, STATUS_COLOURS[node.status]!, node.status.padEnd(7))} ${node.name}${phrase === '' ? '' : `  ${paint(terminal, 'dim', phrase)}`}\n`,
      );
    }
  }
  const summary = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
  io.stdout.write(`${summary === '' ? 'no nodes' : summary}\n`);
  for (const one of current) io.stdout.write(`${describeCurrentRun(one, new Date())}\n`);
  return EXIT.done;
}

function nodeJson(
  node: Pick<PlannedNode, 'status' | 'reasons' | 'absent'> & { readonly name: string },
): object {
  const { name, status, reasons, absent } = node;
  return { name, status, reasons, ...(absent === undefined ? {} : { absent }) };
}

function currentRunJson({ record, state }: CurrentRun): object {
  const { run, pipeline, profile, startedAt, host, controller } = record;
  const { place = null, pid = null, job = null } = controller ?? {};
  return { run, pipeline, profile, state: state.state, startedAt, place, host, pid, job };
}
