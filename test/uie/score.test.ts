import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPredictions } from '../../src/uie/answers.ts';
import { encodeTarget } from '../../src/uie/encode.ts';
import type { Example, Prediction } from '../../src/uie/records.ts';
import { figuresOf, scoreDatasets, scorePredictions } from '../../src/uie/score.ts';
import { profile as prouieProfile } from '../../src/uie/scorers/profiles/prouie.ts';
import { examples } from './structures.ts';

/** Examples of one task with answers that are right for some of them. */
const scored = fc
  .tuple(fc.array(examples, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.nat()))
  .map(([all, numbers]) => {
    const task = all[0]!.task;
    const set = all
      .filter((example) => example.task === task)
      .map((example, index) => ({ ...example, id: `${index}` }));
    const predictions = set.map((example): Prediction => {
      const other = set[numbers.next().value! % set.length]!;
      const schema = numbers.next().value! % 2 === 0 ? example : other;
      return { id: example.id, output: encodeTarget(schema.text, schema.schema, schema.gold, 'sa') };
    });
    return { set, predictions };
  });

const ner = (id: string, dataset: string, texts: readonly string[]): Example => ({
  id,
  dataset,
  task: 'ner',
  split: 'test',
  text: 'Oss met Tavik',
  schema: { task: 'ner', types: ['person'] },
  gold: { task: 'ner', entities: texts.map((text) => ({ type: 'person', text })) },
});
const re = (id: string, dataset: string): Example => ({
  ...ner(id, dataset, []),
  task: 're',
  schema: { task: 're', types: ['met'] },
  gold: { task: 're', relations: [] },
});

describe('scores', () => {
  test('a permutation of examples, predictions or items changes no figure', () => {
    fc.assert(
      fc.property(scored, ({ set, predictions }) => {
        const turned = set
          .toReversed()
          .map(
            (example) =>
              JSON.parse(JSON.stringify(example), (_, value) =>
                Array.isArray(value) ? value.toReversed() : value,
              ) as Example,
          );
        expect(scorePredictions(turned, predictions, prouieProfile)).toEqual(
          scorePredictions(set, predictions, prouieProfile),
        );
        expect(scorePredictions(set, predictions.toReversed(), prouieProfile)).toEqual(
          scorePredictions(set, predictions, prouieProfile),
        );
      }),
    );
  });

  test('counts are sums over examples before figures are made (micro)', () => {
    const set = [ner('1', 'd', ['Oss', 'Tavik']), ner('2', 'd', ['Oss'])];
    const predictions = [
      { id: '2', output: '{"person": "Tavik"}' },
      { id: '1', output: '{"person": "Oss | Oss | Tavik"}' },
    ];
    const { metrics } = scorePredictions(set, predictions, prouieProfile);
    expect(metrics.entity).toMatchObject({ tp: 2, fp: 1, fn: 1 });
    expect(metrics.entity?.f1).toBeCloseTo(200 / 3, 12);
  });

  test('a zero denominator gives 0, and a negative fn leaves recall at tp / (tp + fn)', () => {
    expect(figuresOf({ tp: 0, fp: 0, fn: 0 })).toMatchObject({ precision: 0, recall: 0, f1: 0 });
    expect(figuresOf({ tp: 0, fp: 2, fn: 0 })).toMatchObject({ precision: 0, recall: 0, f1: 0 });
    expect(figuresOf({ tp: 3, fp: 0, fn: -1 })).toMatchObject({ precision: 100, recall: 150, f1: 120 });
  });

  test('a malformed answer is empty and counted', () => {
    const score = scorePredictions([ner('1', 'd', ['Oss'])], [{ id: '1', output: 'Oss' }], prouieProfile);
    expect(score).toMatchObject({ examples: 1, malformed: 1, metrics: { entity: { tp: 0, fp: 0, fn: 1 } } });
  });

  test('the average is the plain mean over the data sets that have the metric', () => {
    const set = [
      ner('1', '10', ['Oss']),
      ner('2', '2', ['Oss']),
      ner('3', '2', ['Oss']),
      re('4', '__proto__'),
    ];
    const predictions = set.map(({ id }) => ({ id, output: id === '1' ? '{"person": "Oss"}' : '{}' }));
    const { datasets, average } = scoreDatasets(matchPredictions(set, predictions), prouieProfile);
    expect([...datasets.keys()]).toEqual(['10', '2', '__proto__']);
    expect(average).toEqual({ entity: 50, relation: 0 });
  });
});

describe('matching predictions with examples', () => {
  const set = [ner('a', 'd', []), ner('b', 'd', [])];
  const here = {
    locateExample: (index: number) => ({ file: 'gold', line: index + 1 }),
    locatePrediction: (index: number) => ({ file: 'answers', line: index + 1 }),
  };
  const output = '{}';

  test.each([
    ['a repeated id of an example', [...set, set[0]!], [], 'PROUIE_REPEATED_ID', { file: 'gold', line: 3 }],
    [
      'a repeated id of a prediction',
      set,
      [
        { id: 'b', output },
        { id: 'b', output },
      ],
      'PROUIE_REPEATED_ID',
      { file: 'answers', line: 2 },
    ],
    [
      'an id without an example',
      set,
      [
        { id: 'a', output },
        { id: 'c', output },
      ],
      'PROUIE_UNKNOWN_ID',
      { file: 'answers', line: 2 },
    ],
    [
      'an example without a prediction',
      set,
      [{ id: 'a', output }],
      'PROUIE_MISSING_PREDICTION',
      { file: 'gold', line: 2 },
    ],
  ])('%s is an error that names its place', (_, gold, predictions, code, location) => {
    expect(() => matchPredictions(gold, predictions, here)).toThrow(
      expect.objectContaining({ code, location }),
    );
  });

  test('a missing prediction can be scored as an empty answer, which is not malformed', () => {
    const answers = matchPredictions(set, [{ id: 'a', output }], { missing: 'empty' });
    expect(answers[1]).toMatchObject({
      output: '{}',
      decoded: { malformed: false, structure: { entities: [] } },
    });
  });

  test('a data set of two tasks is an error', () => {
    const answers = matchPredictions(
      [ner('a', 'd', []), re('b', 'd')],
      [
        { id: 'a', output },
        { id: 'b', output },
      ],
    );
    expect(() => scoreDatasets(answers, prouieProfile)).toThrow(
      expect.objectContaining({ code: 'PROUIE_MIXED_TASKS' }),
    );
  });
});
