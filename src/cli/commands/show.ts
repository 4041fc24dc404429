import { ProuieError } from '../../errors.ts';
import { openSession } from '../../runner/session.ts';
import { type CommandLine, helpPage, parseCommandLine } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';
import type { CommandHost } from '../main.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { selectSingleNode } from '../single-node.ts';
import { formatBytes } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'show',
  operands: 'NODE',
  operandCount: [1, 1],
  summary: 'Shows the result of a node.',
  flags: { ...GRAPH_FLAGS, json: { description: 'as JSON' } },
};

export async function run(argv: readonly string[], io: Io, host: CommandHost): Promise<number> {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const index = selectSingleNode(session.graph, args.operands[0]!, 'show');
  const planner = session.planner();
  planner.planAll([index]);
  const node = session.graph.nodes[index]!;
  const key = planner.planned[index]!.key ?? planner.lastState(node.name)?.key ?? '';
  const record = session.workspace.store.readRecord(key);
  if (record === undefined) {
    throw new ProuieError('PROUIE_RESULT_MISSING', `There is no result of ${node.name}.`, {
      hint: `Make it with \`prouie run ${node.name}\`.`,
    });
  }
  if (args.has('json')) io.stdout.write(`${JSON.stringify({ node: node.name, ...record })}\n`);
  else {
    io.stdout.write(`${node.name} is ${planner.planned[index]!.status}\n`);
    for (const [name, { kind, digest, size }] of Object.entries(record.outputs))
      io.stdout.write(`  ${name}  ${kind}  ${formatBytes(size)}  ${digest}\n`);
  }
  return EXIT.done;
}
