import { describe, expect, test } from 'vitest';
import { findCheckpoints, nodesOfCell, taskOfCell } from '../../../src/report/page/provenance.ts';
import type { ReportNode } from '../../../src/report/report-content.ts';

const node = (
  name: string,
  tags: ReportNode['tags'] = {},
  inputs: readonly (readonly [argument: string, node: number])[] = [],
): ReportNode => ({
  name,
  step: 'step',
  status: 'fresh',
  key: '',
  tags,
  group: '',
  column: 0,
  inputs: inputs.map(([argument, index]) => ({ argument, node: index, digest: `d${index}`, output: null })),
  outputs: [],
  made: null,
  reasons: [],
  failure: null,
  absent: null,
  accepted: null,
  log: null,
});

const NODES = [
  node('train/sa'),
  node('predict/full/A', {}, [['checkpoint', 0]]),
  node('score/full/A', { task: 'ner' }, [['predictions', 1]]),
  node('score/full/B', { task: 're' }, [['predictions', 1]]),
  node('score/full/C', { task: 'ner' }),
  node('table/5', {}, [
    ['a', 2],
    ['b', 3],
  ]),
];

describe('where a figure comes from', () => {
  test('a name is that node', () => {
    expect(nodesOfCell(NODES, 'score/full/B', undefined, undefined)).toEqual([3]);
  });

  test('a pattern is held against what the table was made from, and against the task', () => {
    expect(nodesOfCell(NODES, 'score/full/*', undefined, undefined)).toEqual([2, 3, 4]);
    expect(nodesOfCell(NODES, 'score/full/*', NODES[5], undefined)).toEqual([2, 3]);
    expect(nodesOfCell(NODES, 'score/full/*', NODES[5], 'ner')).toEqual([2]);
  });

  test('a star inside a pattern stands for one part of a name, the last one for the rest', () => {
    expect(nodesOfCell(NODES, '*/full/A', undefined, undefined)).toEqual([1, 2]);
    expect(nodesOfCell(NODES, 'score/*', undefined, undefined)).toEqual([2, 3, 4]);
  });

  test('the task is in the words of the column, else in the title', () => {
    expect(taskOfCell('RE (Avg)', 'Stage-wise ablation')).toBe('re');
    expect(taskOfCell('ProUIE', 'NER results')).toBe('ner');
    expect(taskOfCell('ProUIE', 'NER and RE')).toBeUndefined();
  });

  test('checkpoints are found through what lies between', () => {
    expect(findCheckpoints(NODES, [2, 3])).toEqual([{ node: 0, digest: 'd0' }]);
    expect(findCheckpoints(NODES, [4])).toEqual([]);
  });
});
