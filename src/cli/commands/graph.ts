import { drawNodes, selectDrawn } from '../../graph/drawing.ts';
import { drawDot } from '../../graph/drawing-dot.ts';
import { drawMermaid } from '../../graph/drawing-mermaid.ts';
import { drawTree } from '../../graph/drawing-tree.ts';
import { openSession } from '../../runner/session.ts';
import { type CommandLine, choiceFlag, helpPage, parseCommandLine } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';
import type { CommandHost } from '../main.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { paint, terminalOf } from '../terminal.ts';

const FORMATS = ['tree', 'mermaid', 'dot'] as const;

export const commandLine: CommandLine = {
  command: 'graph',
  operands: '[TARGET...]',
  summary:
    'Draws nodes with their neighbours; +name with all that it is made from, name+ with all that is made from it.',
  flags: {
    ...GRAPH_FLAGS,
    format: { value: 'FORMAT', description: `${FORMATS.join(', ')} or json (default: tree)` },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export async function run(argv: readonly string[], io: Io, host: CommandHost): Promise<number> {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const format = choiceFlag(args, 'graph', 'format', FORMATS) ?? 'tree';
  const { graph } = await openSession(workspaceFrom(args, io, host.packageRoot));
  const { drawn, chosen } = selectDrawn(graph, args.operands);
  const drawing = drawNodes(graph, drawn, chosen);
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  const style = { chosen: (text: string) => text, aside: (text: string) => paint(terminal, 'dim', text) };
  const lines =
    format === 'mermaid'
      ? drawMermaid(drawing)
      : format === 'dot'
        ? drawDot(drawing)
        : drawTree(drawing, style);
  for (const line of lines) io.stdout.write(`${line}\n`);
  return EXIT.done;
}
