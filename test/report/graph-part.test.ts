import { describe, expect, test } from 'vitest';
import type { CatalogNode } from '../../src/catalog/source.ts';
import { layOutGraph } from '../../src/report/graph-part.ts';

const node = (name: string, step: string, tags: CatalogNode['tags'] = {}): CatalogNode => ({
  pipeline: 'p',
  profile: 'quick',
  name,
  step,
  status: 'fresh',
  key: '',
  tags,
  outputs: {},
});

describe('the places of nodes in the drawing', () => {
  test('the nodes of a stage stand in its column, folded into one box', () => {
    const nodes = [
      node('data/A', 'import', { relation: 'examples' }),
      node('mix/cm1', 'mix', { stage: 'cm1' }),
      node('render/cm1', 'render', { stage: 'cm1' }),
      node('train/cm1', 'train', { stage: 'cm1' }),
      node('train/without-sa/de2', 'train', { stage: 'without-sa/de2' }),
      node('score/full/A', 'score', { relation: 'metrics counts' }),
      node('table/1', 'tabulate', { relation: 'cells' }),
    ];
    const { columns, places } = layOutGraph(
      nodes,
      nodes.map(() => []),
    );
    const told = places.map(({ group, column }) => [group, columns[column]!.phase, columns[column]!.title]);
    expect(told).toEqual([
      ['data', 'Data', 'Data sets'],
      ['mix', 'Data', 'Mixtures'],
      ['cm1', 'Complete Modeling', 'NER'],
      ['cm1', 'Complete Modeling', 'NER'],
      ['without-sa/de2', 'Deep Exploration', 'RE'],
      ['score/full', 'Evaluation', 'Scores'],
      ['table', 'Evaluation', 'Tables, figures'],
    ]);
  });

  test('another pipeline goes from left to right by the longest way', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((name) => node(name, 'command'));
    const { columns, places } = layOutGraph(nodes, [[], [0], [0, 1], []]);
    expect(places.map(({ column }) => column)).toEqual([0, 1, 2, 0]);
    expect(columns).toHaveLength(3);
  });
});
