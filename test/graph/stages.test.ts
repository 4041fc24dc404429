import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Drawing, drawNodes } from '../../src/graph/drawing.ts';
import { drawTree } from '../../src/graph/drawing-tree.ts';
import { createGraph } from '../../src/graph/graph.ts';
import type { GraphNode } from '../../src/graph/node.ts';
import { drawStages, stageOf } from '../../src/graph/stages.ts';
import { anyDag, graphNode } from './nodes.ts';

const PLAIN = { chosen: (text: string) => text, aside: (text: string) => text };

function stagesOf(nodes: readonly GraphNode[]): Drawing {
  const all = nodes.map((_, index) => index);
  return drawStages(drawNodes(createGraph(nodes), all, new Set(all)));
}

function phase(name: string, from: readonly string[]): GraphNode {
  return graphNode(`train/${name}`, from, { step: 'train', tags: { stage: name } });
}

const DATA = ['data/a', 'data/b'].map((name) => graphNode(name, [], { step: 'import' }));

describe('stages', () => {
  test('are what the tag says up to its first slash, else the step', () => {
    expect(DATA.map(stageOf)).toEqual(['import', 'import']);
    expect([phase('sa', []), phase('without-sa/de1', [])].map(stageOf)).toEqual(['sa', 'without-sa']);
  });

  test('are drawn with how many nodes each has, and without edges that a longer way tells', () => {
    const nodes = [
      ...DATA,
      phase('cm1', ['data/a']),
      phase('cm2', ['data/b', 'train/cm1']),
      phase('sa', ['data/a', 'train/cm2', 'train/cm1']),
    ];
    expect([...drawTree(stagesOf(nodes), PLAIN)]).toEqual([
      'sa (1) train',
      '└─ cm2 (1) train',
      '   └─ cm1 (1) train',
      '      └─ import (2) import',
    ]);
  });

  test('that feed each other are drawn as one', () => {
    const nodes = [phase('a/1', []), phase('b/1', ['train/a/1']), phase('a/2', ['train/b/1'])];
    expect([...drawTree(stagesOf(nodes), PLAIN)]).toEqual(['a, b (3) train']);
  });

  test('have every node once, and no circle, whatever the graph', () => {
    fc.assert(
      fc.property(anyDag, fc.infiniteStream(fc.nat(3)), (dag, stages) => {
        const nodes = dag.map((node) => ({ ...node, tags: { stage: `s${stages.next().value as number}` } }));
        const { nodes: drawn, edges } = stagesOf(nodes);
        expect(drawn.flatMap(({ members }) => members).sort()).toEqual(nodes.map(({ name }) => name).sort());
        const open = new Set(drawn.keys());
        for (let before = -1; before !== open.size; ) {
          before = open.size;
          for (const stage of open)
            if (!edges.some(([from, to]) => to === stage && open.has(from))) open.delete(stage);
        }
        expect(open.size).toBe(0);
      }),
    );
  });
});
