import { alg } from '@dagrejs/graphlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainWeights, createGraph, type Graph, reach } from '../../src/graph/graph.ts';
import { file, output } from '../../src/graph/node.ts';
import { failureOf } from '../failure.ts';
import { anyDag, anyDigraph, chain, graphlibOf, graphNode } from './nodes.ts';

function namesOf(graph: Graph, indices: Iterable<number>): string[] {
  return [...indices].map((index) => graph.nodes[index]!.name);
}

function marked(graph: Graph, marks: Uint8Array): Set<string> {
  return new Set(graph.nodes.flatMap((node, index) => (marks[index] ? [node.name] : [])));
}

describe('the order', () => {
  test('brings every node after its producers, and holds each node once', () => {
    fc.assert(
      fc.property(anyDag, (nodes) => {
        const graph = createGraph(nodes);
        const place = new Map(namesOf(graph, graph.order).map((name, at) => [name, at]));
        const oracle = graphlibOf(nodes);
        expect([...place.keys()].sort()).toEqual([...alg.topsort(oracle)].sort());
        for (const { v, w } of oracle.edges()) expect(place.get(v)!).toBeLessThan(place.get(w)!);
      }),
    );
  });

  test('is that of the declaration where nothing depends on anything', () => {
    const graph = createGraph(['c', 'a', 'b'].map((name) => graphNode(name)));
    expect([...graph.order]).toEqual([0, 1, 2]);
  });

  test('of a chain of 100,000 nodes that is declared backwards is found', () => {
    const graph = createGraph(chain(100_000));
    expect(namesOf(graph, graph.order.subarray(0, 2))).toEqual(['chain/n0', 'chain/n1']);
    expect(graph.nodes[graph.order.at(-1)!]!.name).toBe('chain/n99999');
    expect(reach(graph, [0], 'producers').every((mark) => mark === 1)).toBe(true);
    expect(chainWeights(graph)[graph.order[0]!]).toBe(100_000);
  });
});

describe('neighbours', () => {
  test('are those of the edges, on both sides, each once', () => {
    fc.assert(
      fc.property(anyDag, (nodes) => {
        const graph = createGraph(nodes);
        const oracle = graphlibOf(nodes);
        graph.nodes.forEach(({ name }, index) => {
          const producers = graph.producers.subarray(
            graph.producerStart[index],
            graph.producerStart[index + 1],
          );
          const consumers = graph.consumers.subarray(
            graph.consumerStart[index],
            graph.consumerStart[index + 1],
          );
          expect(namesOf(graph, producers).sort()).toEqual((oracle.predecessors(name) ?? []).sort());
          expect(namesOf(graph, consumers).sort()).toEqual((oracle.successors(name) ?? []).sort());
        });
      }),
    );
  });

  test('that bring two inputs count once, and files do not count', () => {
    const first = graphNode('first');
    const second = graphNode('second', [], {
      inputs: { a: output(first, 'out'), b: output(first, 'out'), c: file('first') },
    });
    expect([...createGraph([second, first]).producers]).toEqual([1]);
  });

  test('reach as far as graphlib says, before and after', () => {
    fc.assert(
      fc.property(anyDag, fc.nat(), (nodes, pick) => {
        const graph = createGraph(nodes);
        const from = pick % nodes.length;
        const oracle = graphlibOf(nodes);
        const { name } = nodes[from]!;
        const after = alg.dijkstra(oracle, name);
        const before = alg.dijkstra(oracle, name, undefined, (other) => oracle.inEdges(other) ?? []);
        const within = (found: typeof after): Set<string> =>
          new Set(Object.keys(found).filter((other) => Number.isFinite(found[other]!.distance)));
        expect(marked(graph, reach(graph, [from], 'consumers'))).toEqual(within(after));
        expect(marked(graph, reach(graph, [from], 'producers'))).toEqual(within(before));
      }),
    );
  });
});

test('the weight of a node is that of the longest chain from it on', () => {
  fc.assert(
    fc.property(anyDag, (plain) => {
      const nodes = plain.map((node, index) => ({ ...node, weight: 1 + (index % 4) }));
      const graph = createGraph(nodes);
      const oracle = graphlibOf(nodes);
      const heaviest = new Map<string, number>();
      for (const name of alg.topsort(oracle).reverse()) {
        const after = (oracle.successors(name) ?? []).map((next) => heaviest.get(next)!);
        heaviest.set(name, nodes[graph.indexOf.get(name)!]!.weight + Math.max(0, ...after));
      }
      expect([...chainWeights(graph)]).toEqual(nodes.map((node) => heaviest.get(node.name)));
    }),
  );
});

describe('what is refused', () => {
  test('a circle, exactly where graphlib finds one, with the names that lie on it', () => {
    fc.assert(
      fc.property(anyDigraph, (nodes) => {
        if (alg.isAcyclic(graphlibOf(nodes))) createGraph(nodes);
        else {
          const { code, message } = failureOf(() => createGraph(nodes));
          expect(code).toBe('PROUIE_GRAPH_CYCLE');
          const [, names] = /: (.*?)(?:, and \d+ more)?\.$/.exec(message)!;
          const circles = alg.tarjan(graphlibOf(nodes));
          expect(circles.some((circle) => names!.split(', ').every((name) => circle.includes(name)))).toBe(
            true,
          );
        }
      }),
    );
    const failure = failureOf(() =>
      createGraph([
        graphNode('free'),
        graphNode('omelette', ['egg']),
        graphNode('hen', ['egg']),
        graphNode('egg', ['hen']),
      ]),
    );
    expect(failure.message).toBe('These nodes need each other: hen, egg.');
  });

  test('two nodes of one name', () => {
    expect(failureOf(() => createGraph([graphNode('mix/sa'), graphNode('mix/sa')])).code).toBe(
      'PROUIE_GRAPH_DUPLICATE',
    );
  });

  test('an input from a node that does not exist, with the nearest name', () => {
    const failure = failureOf(() =>
      createGraph([graphNode('train/cm1'), graphNode('train/cm2', ['trian/cm1'])]),
    );
    expect(failure).toMatchObject({ code: 'PROUIE_GRAPH_REFERENCE', hint: 'Did you mean "train/cm1"?' });
    expect(failure.message).toContain('Input "in0" of "train/cm2"');
  });

  test('an input from an output that does not exist, with those that do', () => {
    const wrong = graphNode('b', [], { inputs: { text: output('a', 'outt') } });
    const failure = failureOf(() => createGraph([graphNode('a'), wrong]));
    expect(failure).toMatchObject({ code: 'PROUIE_GRAPH_REFERENCE', hint: 'Did you mean "out"?' });
    expect(failure.message).toContain('which has out');
  });

  test('an output named like a member of Object', () => {
    const wrong = graphNode('b', [], { inputs: { text: output('a', 'constructor') } });
    expect(failureOf(() => createGraph([graphNode('a'), wrong])).code).toBe('PROUIE_GRAPH_REFERENCE');
  });
});
