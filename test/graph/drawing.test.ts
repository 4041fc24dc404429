import { alg } from '@dagrejs/graphlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Drawing, drawNodes, selectDrawn } from '../../src/graph/drawing.ts';
import { drawDot } from '../../src/graph/drawing-dot.ts';
import { drawMermaid } from '../../src/graph/drawing-mermaid.ts';
import { drawTree } from '../../src/graph/drawing-tree.ts';
import { foldDrawing } from '../../src/graph/folding.ts';
import { createGraph } from '../../src/graph/graph.ts';
import type { GraphNode } from '../../src/graph/node.ts';
import { selectBetween } from '../../src/graph/paths.ts';
import { anyDag, chain, graphlibOf, graphNode } from './nodes.ts';

const PLAIN = { chosen: (text: string) => text, aside: (text: string) => text };

function drawingOf(nodes: readonly GraphNode[], targets: readonly string[] = []): Drawing {
  const graph = createGraph(nodes);
  const { drawn, chosen } = selectDrawn(graph, targets);
  return drawNodes(graph, drawn, chosen);
}

function treeOf(drawing: Drawing): string {
  return [...drawTree(drawing, PLAIN)].join('\n');
}

const DATASETS = ['ADE', 'CoNLL04', 'GIDS', 'NYT', 'SciERC'];
const RECIPE = [
  ...DATASETS.map((dataset) =>
    graphNode(`data/${dataset}`, [], { step: 'import', tags: { task: 're', dataset } }),
  ),
  graphNode(
    'train/cm1',
    DATASETS.slice(0, 3).map((dataset) => `data/${dataset}`),
    { step: 'train' },
  ),
  graphNode('train/cm2', ['train/cm1'], { step: 'train' }),
  ...DATASETS.map((dataset) =>
    graphNode(`score/full/${dataset}`, [`data/${dataset}`, 'train/cm2'], {
      step: 'score',
      tags: { dataset },
    }),
  ),
  graphNode(
    'table/2',
    DATASETS.map((dataset) => `score/full/${dataset}`),
    { step: 'tabulate' },
  ),
];

describe('a tree', () => {
  test('has what nobody reads at the margin, and what a node is made from under it', () => {
    const nodes = [
      graphNode('words'),
      graphNode('counts', ['words']),
      graphNode('longest', ['words', 'counts']),
    ];
    expect(treeOf(drawingOf(nodes))).toBe(
      ['longest command', '├─ words command', '└─ counts command', '   └─ words command'].join('\n'),
    );
  });

  test('draws a subtree once, and refers to it where it comes again', () => {
    const nodes = [graphNode('a'), graphNode('b', ['a']), graphNode('c', ['b']), graphNode('d', ['b'])];
    expect(treeOf(drawingOf(nodes))).toBe(
      ['c command', '└─ b command', '   └─ a command', 'd command', '└─ b command (above)'].join('\n'),
    );
  });

  test('names every node, and has no more lines than margins and edges', () => {
    fc.assert(
      fc.property(anyDag, (nodes) => {
        const drawing = drawingOf(nodes);
        const lines = [...drawTree(drawing, PLAIN)];
        const named = new Set(lines.map((line) => /g\/\d+/.exec(line)![0]));
        expect(named).toEqual(new Set(nodes.map((node) => node.name)));
        const margins = lines.filter((line) => line.startsWith('g/'));
        expect(margins).toHaveLength(graphlibOf(nodes).sinks().length);
        expect(lines.length).toBeLessThanOrEqual(margins.length + drawing.edges.length);
      }),
    );
  });

  test('of a chain of 100,000 nodes goes on at the margin instead of growing ever wider', () => {
    const lines = [...drawTree(drawingOf(chain(100_000)), PLAIN)];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(150);
    expect(new Set(lines.map((line) => /n\d+/.exec(line)![0])).size).toBe(100_000);
    expect(lines[30]).toMatch(/n99969 command \(below\)$/);
    expect(lines[31]).toBe('chain/n99969 command');
  });
});

describe('what is drawn', () => {
  test('of a name are its neighbours too; a plus says how far to go instead', () => {
    const drawn = (target: string): string[] => drawingOf(RECIPE, [target]).nodes.map((node) => node.label);
    expect(drawn('train/cm2')).toEqual([
      'train/cm1',
      'train/cm2',
      ...DATASETS.map((name) => `score/full/${name}`),
    ]);
    expect(drawn('+train/cm2')).toEqual(['data/ADE', 'data/CoNLL04', 'data/GIDS', 'train/cm1', 'train/cm2']);
    expect(drawn('score/full/NYT+')).toEqual(['score/full/NYT', 'table/2']);
  });

  test('between two ends lies what can be reached from the one and leads to the other', async () => {
    await fc.assert(
      fc.asyncProperty(anyDag, fc.nat(), fc.nat(), async (nodes, a, b) => {
        const graph = createGraph(nodes);
        const [from, to] = [a % nodes.length, b % nodes.length];
        const oracle = graphlibOf(nodes);
        const after = alg.preorder(oracle, nodes[from]!.name);
        const expected = nodes.flatMap((node, index) =>
          after.includes(node.name) && alg.preorder(oracle, node.name).includes(nodes[to]!.name)
            ? [index]
            : [],
        );
        expect(await selectBetween(graph, [from], [to])).toEqual(expected);
      }),
    );
  });
});

describe('folding', () => {
  test('draws nodes as one that differ in the last part and are used alike', () => {
    expect(treeOf(foldDrawing(drawingOf(RECIPE)))).toBe(
      [
        'table/2 tabulate',
        '├─ score/full/{ADE,CoNLL04,GIDS} score',
        '│  ├─ data/{ADE,CoNLL04,GIDS} import',
        '│  └─ train/cm2 train',
        '│     └─ train/cm1 train',
        '│        └─ data/{ADE,CoNLL04,GIDS} import',
        '└─ score/full/{NYT,SciERC} score',
        '   ├─ data/{NYT,SciERC} import',
        '   └─ train/cm2 train (above)',
      ].join('\n'),
    );
  });

  test('counts what would be long to list, by the tag that holds the last part', () => {
    const tagged = ['w', 'x', 'y', 'z'].map((dataset) =>
      graphNode(`data/${dataset}`, [], { tags: { task: 're', dataset } }),
    );
    const plain = ['1', '2', '3', '4'].map((name) => graphNode(`shard/${name}`));
    expect(foldDrawing(drawingOf([...tagged, ...plain])).nodes.map((node) => node.label)).toEqual([
      'data/{4 datasets}',
      'shard/{4 nodes}',
    ]);
  });

  test('tells groups of one folder and size apart by their ends', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) =>
      graphNode(`data/${name}`, [], { step: index < 4 ? 'import' : 'synthesize' }),
    );
    expect(foldDrawing(drawingOf(nodes)).nodes.map((node) => node.label)).toEqual([
      'data/{4 nodes, a to d}',
      'data/{4 nodes, e to h}',
    ]);
  });

  test('keeps every node once, every edge between groups, and brings no circle about', () => {
    fc.assert(
      fc.property(anyDag, (nodes) => {
        const whole = drawingOf(nodes);
        const folded = foldDrawing(whole);
        expect(folded.nodes.flatMap((node) => node.members).sort()).toEqual(
          nodes.map((node) => node.name).sort(),
        );
        const groupOf = new Map(
          folded.nodes.flatMap((node, index) => node.members.map((name) => [name, index] as const)),
        );
        const expected = whole.edges.map(
          ([a, b]) => `${groupOf.get(whole.nodes[a]!.label)},${groupOf.get(whole.nodes[b]!.label)}`,
        );
        expect(new Set(folded.edges.map((edge) => edge.join()))).toEqual(new Set(expected));
        const quotient = folded.nodes.map((_, index) =>
          graphNode(
            `q/${index}`,
            folded.edges.filter(([, to]) => to === index).map(([from]) => `q/${from}`),
          ),
        );
        expect(alg.isAcyclic(graphlibOf(quotient))).toBe(true);
      }),
    );
  });

  test('leaves the links of a chain of 100,000 nodes apart', () => {
    expect(foldDrawing(drawingOf(chain(100_000))).nodes).toHaveLength(100_000);
  });
});

describe('labels', () => {
  const odd = 'say "hi" <b>\\N</b> #1; `x` | 深層';

  test('in Mermaid hold nothing that Mermaid or HTML would read', () => {
    const [, node] = [...drawMermaid(drawingOf([graphNode(odd)]))];
    expect(node).toBe('  n0["say #34;hi#34; #60;b#62;#92;N#60;/b#62; #35;1#59; #96;x#96; #124; 深層"]');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const label = /^ {2}n0\["(.*)"\]$/su.exec([...drawMermaid(drawingOf([graphNode(name)]))][1]!)![1]!;
        expect(label).not.toMatch(/["<>`|\\\n\r]/);
        const read = label.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
        expect(read).toBe(name);
      }),
    );
  });

  test('in DOT keep quotes and backslashes, and stay in their line', () => {
    const lines = [...drawDot(drawingOf([graphNode(`${odd}\nnext`)]))];
    expect(lines[3]).toBe('  n0 [label="say \\"hi\\" <b>\\\\N</b> #1; `x` | 深層 next"];');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        const line = [...drawDot(drawingOf([graphNode(name)]))][3]!;
        expect(line).toMatch(/^ {2}n0 \[label="(?:[^"\\\n]|\\["\\])*"\];$/u);
      }),
    );
  });

  test('of absent nodes and of several nodes look different', () => {
    const nodes = [
      graphNode('data/ADE', [], { absent: 'no corpus' }),
      ...['1', '2'].map((name) => graphNode(`shard/${name}`)),
    ];
    const drawing = foldDrawing(drawingOf(nodes));
    expect([...drawMermaid(drawing)]).toEqual([
      'flowchart LR',
      '  n0["data/ADE"]:::absent',
      '  n1[["shard/{1,2}"]]',
      '  classDef absent stroke-dasharray: 4 4',
    ]);
    expect([...drawDot(drawing)].slice(3, 5)).toEqual([
      '  n0 [label="data/ADE", style=dashed];',
      '  n1 [label="shard/{1,2}", peripheries=2];',
    ]);
    expect(treeOf(drawing)).toContain('data/ADE command, absent');
  });
});
