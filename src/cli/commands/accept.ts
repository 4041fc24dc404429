import { reach } from '../../graph/graph.ts';
import { acceptLastResult } from '../../runner/plan/accept.ts';
import type { Planner } from '../../runner/plan/plan.ts';
import { openSession, type Session, saveCodeParts, saveSession } from '../../runner/plan/session.ts';
import type { NodeState } from '../../runner/plan/state.ts';
import { type CommandLine, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { describeReason } from '../reason-text.ts';
import { selectSingleNode } from '../single-node.ts';

export const commandLine: CommandLine = {
  command: 'accept',
  operands: 'NODE',
  operandCount: [1, 1],
  summary:
    'Declares the last result of a stale node valid as it is, for example after a change that cannot alter it. The reason is kept with the result.',
  flags: { ...GRAPH_FLAGS, because: { value: 'TEXT', description: 'why the result still holds' } },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const because = args.value('because')?.trim() ?? '';
  if (because === '') {
    throw usageError(
      'accept',
      '`prouie accept` needs a reason.',
      'Say why the result still holds: --because "renamed a variable".',
    );
  }
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const index = selectSingleNode(session.graph, args.operands[0]!, 'accept');
  const before = planEverything(session);
  const record = acceptLastResult(before, index, because);
  const after = planEverything(session);
  saveCodeParts(session);
  saveSession(session, after, session.state.run, statesOf(after), session.state.results);
  const name = session.graph.nodes[index]!.name;
  io.stdout.write(`${name} is ${after.planned[index]!.status}: ${record.accepted?.because ?? because}\n`);
  for (const reason of before.planned[index]!.reasons)
    io.stdout.write(`  although ${describeReason(reason)}\n`);
  const settled = countSettled(session, before, after, index);
  if (settled > 0) io.stdout.write(`  ${settled} of the nodes that are made from it are fresh again\n`);
  return EXIT.done;
});

function planEverything(session: Session): Planner {
  const planner = session.planner();
  planner.planAll(session.graph.nodes.map((_, index) => index));
  return planner;
}

/** What a plan says of nodes that did not run, in the words of the state. */
function statesOf(planner: Planner): ReadonlyMap<number, Pick<NodeState, 'status' | 'failure'>> {
  return new Map(
    planner.planned.flatMap((planned, index) => {
      if (planned === undefined || planned.status === 'fresh' || planned.status === 'absent') return [];
      const status = planned.status === 'running' ? 'stale' : planned.status;
      const failure = planner.lastState(planner.context.graph.nodes[index]!.name)?.failure;
      return [[index, { status, failure: status === 'failed' ? failure : undefined }] as const];
    }),
  );
}

function countSettled(session: Session, before: Planner, after: Planner, index: number): number {
  const affected = reach(session.graph, [index], 'consumers');
  return after.planned.filter(
    (planned, at) =>
      at !== index &&
      affected[at] === 1 &&
      planned?.status === 'fresh' &&
      before.planned[at]?.status !== 'fresh',
  ).length;
}
