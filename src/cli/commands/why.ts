import { reach } from '../../graph/graph.ts';
import { openSession } from '../../runner/plan/session.ts';
import { type CommandLine, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { describeReason } from '../reason-text.ts';
import { selectSingleNode } from '../single-node.ts';

export const commandLine: CommandLine = {
  command: 'why',
  operands: 'NODE',
  operandCount: [1, 1],
  summary: 'Says why a node is stale: what changed since its last result, with old and new value.',
  flags: { ...GRAPH_FLAGS, json: { description: 'as JSON' } },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const forMany = 'For many nodes use `prouie status TARGET`.';
  const index = selectSingleNode(session.graph, args.operands[0]!, 'why', forMany);
  const planner = session.planner();
  planner.planAll([index]);
  const planned = planner.planned[index]!;
  const node = session.graph.nodes[index]!.name;
  if (args.has('json')) {
    printReport(io, { node, status: planned.status, key: planned.key ?? null, reasons: planned.reasons });
    return EXIT.done;
  }
  io.stdout.write(
    `${node} is ${planned.status}${planned.absent === undefined ? '' : `: ${planned.absent}`}\n`,
  );
  for (const reason of planned.reasons) io.stdout.write(`  ${describeReason(reason)}\n`);
  if (planned.status === 'waiting') {
    const before = reach(session.graph, [index], 'producers');
    const first = session.graph.nodes.flatMap((other, at) => {
      const status = planner.planned[at]?.status;
      return before[at] && at !== index && (status === 'stale' || status === 'failed')
        ? [{ name: other.name, reasons: planner.planned[at]!.reasons }]
        : [];
    });
    io.stdout.write('  its inputs are still to be made; first come\n');
    for (const { name, reasons } of first.slice(0, 10))
      io.stdout.write(`    ${name}: ${reasons.map(describeReason).join('; ')}\n`);
    if (first.length > 10) io.stdout.write(`    and ${first.length - 10} more\n`);
  }
  return EXIT.done;
});
