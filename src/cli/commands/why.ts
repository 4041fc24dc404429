import { ProuieError } from '../../errors.ts';
import { reach } from '../../graph/graph.ts';
import { selectNodes } from '../../graph/selection.ts';
import { openSession } from '../../runner/plan/session.ts';
import { type CommandLine, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { describeReason } from '../reason-text.ts';

export const commandLine: CommandLine = {
  command: 'why',
  operands: 'NODE',
  operandCount: [1, 1],
  summary: 'Says why a node is stale: what changed since its last result, with old and new value.',
  flags: { ...GRAPH_FLAGS, json: { description: 'as JSON' } },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const chosen = selectNodes(session.graph, args.operands);
  if (chosen.length > 1)
    throw new ProuieError(
      'PROUIE_USAGE',
      `"${args.operands[0]}" names ${chosen.length} nodes; \`why\` takes one.`,
      { hint: 'For many nodes use `prouie status TARGET`.' },
    );
  const index = chosen[0]!;
  const planner = session.planner();
  planner.planAll(chosen);
  const planned = planner.planned[index]!;
  const node = session.graph.nodes[index]!.name;
  if (args.has('json')) {
    io.stdout.write(
      `${JSON.stringify({ schemaVersion: 1, node, status: planned.status, key: planned.key ?? null, reasons: planned.reasons })}\n`,
    );
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
