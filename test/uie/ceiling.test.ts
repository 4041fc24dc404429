import { describe, expect, test } from 'vitest';
import { ceilingCounter, PAIR_READINGS } from '../../src/uie/ceiling.ts';
import { encodeTarget } from '../../src/uie/encode.ts';
import { type PairRule, readPairsBy } from '../../src/uie/pair-rules.ts';
import type { Example, Relation, Structure } from '../../src/uie/records.ts';
import { schemaOfGold } from '../../src/uie/schema-of-gold.ts';
import { scorerProfiles } from '../../src/uie/scorers/all-profiles.ts';

const profiles = Object.values(scorerProfiles);

function example(text: string, gold: Structure): Example {
  const { task } = gold;
  return { id: 'a', dataset: 'invented', task, split: 'test', text, schema: schemaOfGold(gold), gold };
}
function ceilingOf(...examples: readonly Example[]) {
  const counter = ceilingCounter(profiles);
  for (const one of examples) counter.add(one);
  return counter.ceiling();
}
const relations = (...pairs: readonly (readonly [string, string])[]): Structure => ({
  task: 're',
  relations: pairs.map(([head, tail]): Relation => ({ type: 'owns', head, tail })),
});

describe('the ceiling of the format', () => {
  const twice = example('Ida met Bo , and Ida left .', {
    task: 'ner',
    entities: [
      { type: 'person', text: 'Ida' },
      { type: 'person', text: 'Bo' },
      { type: 'person', text: 'Ida' },
    ],
  });

  test('is 100 for profiles that compare sets, and lower for those that count every place', () => {
    const { examples, altered, profiles: figures, places } = ceilingOf(twice);
    expect({ examples, altered }).toEqual({ examples: 1, altered: 0 });
    expect(figures.get('prouie')!.entity!.f1).toBe(100);
    expect(figures.get('universalner')!.entity!.f1).toBe(100);
    expect(figures.get('uie')!.entity).toMatchObject({ tp: 2, fp: 0, fn: 1, f1: 80 });
    expect(places.entity).toMatchObject({ tp: 2, fp: 0, fn: 1, f1: 80 });
  });

  test('counts examples whose gold does not come back', () => {
    const barred = example('The a | b test .', { task: 'ner', entities: [{ type: 'thing', text: 'a | b' }] });
    const { altered, profiles: figures } = ceilingOf(barred, twice);
    expect(altered).toBe(1);
    expect(figures.get('prouie')!.entity).toMatchObject({ tp: 2, fp: 2, fn: 1 });
  });

  test('leaves out profiles that do not score the task, and has triggers and arguments for events', () => {
    const { profiles: figures, places } = ceilingOf(
      example('They sold it .', {
        task: 'ee',
        events: [{ type: 'Sale', trigger: 'sold', arguments: [{ role: 'Thing', text: 'it' }] }],
      }),
    );
    expect(figures.has('universalner')).toBe(false);
    expect(Object.keys(places)).toEqual(['trigger', 'argument']);
  });

  test('says what simpler rules for the comma of a pair would keep', () => {
    const { pairs } = ceilingOf(
      example('Ida , Smith and Sons owns Hull , England .', relations(['Ida', 'Hull'], ['Ida', 'Hull'])),
      example('Ida of York, England owns it .', relations(['York, England', 'it'], ['Ida', 'York, England'])),
    );
    expect(pairs).toMatchObject({ relations: 3, withComma: 2 });
    expect(PAIR_READINGS.map((reading) => pairs!.rules.get(reading)!.tp)).toEqual([2, 2, 1, 3]);
  });
});

describe('rules for pairs', () => {
  const output = encodeTarget(
    '',
    { task: 're', types: ['owns'] },
    relations(['a', 'b, c'], ['d,e', 'f'], ['g', 'h']),
    'cm',
  );
  const read = (rule: PairRule) => readPairsBy(rule, output).map(({ head, tail }) => [head, tail]);

  test('cut at the first or the last comma with a blank behind it', () => {
    expect(read('first comma')).toEqual([
      ['a', 'b, c'],
      ['d,e', 'f'],
      ['g', 'h'],
    ]);
    expect(read('last comma')).toEqual([
      ['a, b', 'c'],
      ['d,e', 'f'],
      ['g', 'h'],
    ]);
  });

  test('or keep only pairs with one comma, whatever stands behind it', () => {
    expect(read('exactly one comma')).toEqual([['g', 'h']]);
  });

  test('make nothing of an output that is no object', () => {
    expect(readPairsBy('first comma', 'Ida, Hull')).toEqual([]);
  });
});
