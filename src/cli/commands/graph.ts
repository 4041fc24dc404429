import { type Drawing, drawNodes, selectDrawn } from '../../graph/drawing.ts';
import { drawDot } from '../../graph/drawing-dot.ts';
import { drawMermaid } from '../../graph/drawing-mermaid.ts';
import { drawTree } from '../../graph/drawing-tree.ts';
import { foldDrawing } from '../../graph/folding.ts';
import type { Graph } from '../../graph/graph.ts';
import { isOutputReference } from '../../graph/node.ts';
import { selectNodes } from '../../graph/selection.ts';
import { drawStages } from '../../graph/stages.ts';
import { openSession } from '../../runner/plan/session.ts';
import { type CommandLine, choiceFlag, type ParsedArguments, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT, type Io } from '../io.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { paint, terminalOf } from '../terminal.ts';

const FORMATS = ['tree', 'mermaid', 'dot', 'json'] as const;
/** More nodes than this do not fit on a screen, and are folded. */
const MOST_UNFOLDED = 40;

export const commandLine: CommandLine = {
  command: 'graph',
  operands: '[TARGET...]',
  summary:
    'Draws nodes with their neighbours: what they are made from, and what is made from them. +name goes on to all that it is made from, name+ to all that is made from it.',
  flags: {
    ...GRAPH_FLAGS,
    format: { value: 'FORMAT', description: `${FORMATS.join(', ')} (default: tree)` },
    between: { value: 'NAME', description: 'only what lies on the ways from NAME to the targets' },
    stages: { description: 'a node a stage of the pipeline' },
    all: { description: 'every node by itself; large graphs are else folded' },
    json: { description: 'the same as --format json' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const format = choiceFlag(args, 'graph', 'format', FORMATS) ?? (args.has('json') ? 'json' : 'tree');
  const { graph } = await openSession(workspaceFrom(args, io, host.packageRoot));
  const { drawn, chosen } = await select(graph, args);
  if (format === 'json') {
    io.stdout.write(`${JSON.stringify(describeGraph(graph, drawn))}\n`);
    return EXIT.done;
  }
  const whole = drawNodes(graph, drawn, chosen);
  if (args.has('stages') && args.has('all'))
    throw usageError('graph', '--stages and --all do not go together.');
  const isFolded = drawn.length > MOST_UNFOLDED && !args.has('all');
  const drawing = args.has('stages') ? drawStages(whole) : isFolded ? foldDrawing(whole) : whole;
  for (const line of draw(drawing, format, args, io)) io.stdout.write(`${line}\n`);
  if (format === 'tree' && drawing.nodes.length < drawn.length && !args.has('stages')) {
    io.stderr.write(
      `${drawn.length} nodes, folded into ${drawing.nodes.length}; --all shows each, --stages the stages.\n`,
    );
  }
  return EXIT.done;
});

async function select(graph: Graph, args: ParsedArguments): Promise<ReturnType<typeof selectDrawn>> {
  const from = args.value('between');
  if (from === undefined) return selectDrawn(graph, args.operands);
  if (args.operands.length === 0)
    throw usageError(
      'graph',
      '--between takes two ends.',
      'For example `prouie graph --between corpus/ADE table/2`.',
    );
  const { selectBetween } = await import('../../graph/paths.ts');
  const ends = [selectNodes(graph, [from]), selectNodes(graph, args.operands)] as const;
  const drawn = await selectBetween(graph, ...ends);
  if (drawn.length === 0)
    throw usageError(
      'graph',
      `No way leads from "${from}" to ${args.operands.map((target) => `"${target}"`).join(', ')}.`,
      'Ways go from what is made first to what is made from it.',
    );
  return { drawn, chosen: new Set(ends.flat()) };
}

function draw(
  drawing: Drawing,
  format: 'tree' | 'mermaid' | 'dot',
  args: ParsedArguments,
  io: Io,
): Iterable<string> {
  if (format === 'mermaid') return drawMermaid(drawing);
  if (format === 'dot') return drawDot(drawing);
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  const isPart = drawing.nodes.some((node) => !node.chosen);
  return drawTree(drawing, {
    chosen: (text) => (isPart ? paint(terminal, 'bold', text) : text),
    aside: (text) => paint(terminal, 'dim', text),
  });
}

/** The nodes and each use of an output that lies between them. */
function describeGraph(graph: Graph, drawn: readonly number[]): object {
  const nodes = drawn.map((index) => graph.nodes[index]!);
  const names = new Set(nodes.map((node) => node.name));
  const edges = nodes.flatMap(({ name, inputs }) =>
    Object.entries(inputs).flatMap(([input, reference]) =>
      isOutputReference(reference) && names.has(reference.node)
        ? [{ from: reference.node, output: reference.output, to: name, input }]
        : [],
    ),
  );
  return {
    schemaVersion: 1,
    nodes: nodes.map(({ name, step, outputs, tags, absent }) => ({
      name,
      step,
      outputs,
      tags,
      absent: absent ?? null,
    })),
    edges,
  };
}
