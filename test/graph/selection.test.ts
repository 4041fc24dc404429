import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGraph } from '../../src/graph/graph.ts';
import { globExpression, selectNodes } from '../../src/graph/selection.ts';
import { failureOf } from '../failure.ts';
import { anyDag, graphNode } from './nodes.ts';

const graph = createGraph([
  graphNode('data/ADE'),
  graphNode('data/SciERC'),
  graphNode('train/cm1', ['data/ADE', 'data/SciERC']),
  graphNode('train/without-sa/de1', ['train/cm1']),
  graphNode('score/full/ADE', ['train/cm1', 'data/ADE']),
  graphNode('score/full/SciERC', ['train/cm1', 'data/SciERC']),
  graphNode('table/1', ['score/full/ADE', 'score/full/SciERC']),
  graphNode('table/2', ['score/full/SciERC']),
]);

function selected(...targets: readonly string[]): string[] {
  return selectNodes(graph, targets).map((index) => graph.nodes[index]!.name);
}

describe('targets', () => {
  test('none means every node', () => {
    expect(selected()).toEqual(graph.nodes.map((node) => node.name));
  });

  test('a name is that node alone', () => {
    expect(selected('train/cm1')).toEqual(['train/cm1']);
  });

  test('a star stops at a slash, and two do not', () => {
    expect(selected('train/*')).toEqual(['train/cm1']);
    expect(selected('train/**')).toEqual(['train/cm1', 'train/without-sa/de1']);
    expect(selected('*/full/*')).toEqual(['score/full/ADE', 'score/full/SciERC']);
    expect(selected('**ADE')).toEqual(['data/ADE', 'score/full/ADE']);
  });

  test('a question mark is one character, and braces are a choice', () => {
    expect(selected('table/?')).toEqual(['table/1', 'table/2']);
    expect(selected('{table/1,data/*}')).toEqual(['data/ADE', 'data/SciERC', 'table/1']);
  });

  test('a plus in front adds all that a node is made from, and one behind all that is made from it', () => {
    expect(selected('+score/full/ADE')).toEqual(['data/ADE', 'data/SciERC', 'train/cm1', 'score/full/ADE']);
    expect(selected('score/full/SciERC+')).toEqual(['score/full/SciERC', 'table/1', 'table/2']);
    expect(selected('+train/cm1+')).toEqual(graph.nodes.map((node) => node.name));
  });

  test('several come in the order of the declaration, each once', () => {
    expect(selected('table/2', 'data/*', 'table/*')).toEqual([
      'data/ADE',
      'data/SciERC',
      'table/1',
      'table/2',
    ]);
  });

  test('an unknown one is refused with the nearest name', () => {
    expect(failureOf(() => selected('train/cm11'))).toMatchObject({
      code: 'PROUIE_TARGET_UNKNOWN',
      message: 'No node is named "train/cm11".',
      hint: 'Did you mean "train/cm1"?',
    });
    expect(failureOf(() => selected('train/cm1', 'zzzzzzzzzzzz')).hint).toBe(
      'List all names with `prouie graph`.',
    );
  });

  test('a folder is refused with a glob for what lies in it', () => {
    expect(failureOf(() => selected('score')).hint).toContain('"score/**"');
  });
});

describe('globs', () => {
  test('any text is a glob, and without special characters it stands for itself alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (glob, other) => {
        const expression = globExpression(glob);
        if (/[*?{}]/.test(glob)) return;
        expect(expression.test(glob)).toBe(true);
        expect(expression.test(other)).toBe(glob === other);
      }),
    );
  });

  test('two stars match any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => globExpression('**').test(name)));
  });

  test('braces that do not come in pairs stand for themselves', () => {
    expect(globExpression('a{b').test('a{b')).toBe(true);
    expect(globExpression('{a{b}').test('{a{b}')).toBe(true);
    expect(globExpression('}{').test('}{')).toBe(true);
    expect(globExpression('{a,{b,c}}').test('c')).toBe(true);
  });
});

test('what is made from a node is what is not made without it', () => {
  fc.assert(
    fc.property(anyDag, fc.nat(), (nodes, pick) => {
      const any = createGraph(nodes);
      const { name } = nodes[pick % nodes.length]!;
      const after = new Set(selectNodes(any, [`${name}+`]));
      any.nodes.forEach((node, index) => {
        const before = selectNodes(any, [`+${node.name}`]);
        expect(before.includes(any.indexOf.get(name)!)).toBe(after.has(index));
      });
    }),
  );
});
