import { describe, expect, it } from 'vitest';
import { countDifficulties } from '../../src/corpora/difficulty.ts';
import type { Event, Example, Relation } from '../../src/uie/records.ts';

type Names = readonly string[];
const base = { split: 'test', schema: { task: 'ner', types: [] } } as const;

/** Mentions as `type: text`. */
function ner(text: string, mentions: Names, dataset = 'one'): Example {
  const entities = mentions.map((mention) => {
    const [type = '', ...value] = mention.split('=');
    return { type, text: value.join('=') };
  });
  return { ...base, id: text, dataset, task: 'ner', text, gold: { task: 'ner', entities } };
}

function re(
  text: string,
  relations: readonly (readonly [type: string, head: string, tail: string])[],
): Example {
  const found = relations.map(([type, head, tail]): Relation => ({ type, head, tail }));
  return { ...base, id: text, dataset: 'one', task: 're', text, gold: { task: 're', relations: found } };
}

function ee(
  text: string,
  events: readonly (readonly [type: string, trigger: string, ...roles: string[]])[],
): Example {
  const found = events.map(([type, trigger, ...roles]): Event => {
    const noted = roles.map((role) => ({ role: role.split('=')[0]!, text: role.split('=')[1]! }));
    return { type, trigger, arguments: noted };
  });
  return { ...base, id: text, dataset: 'one', task: 'ee', text, gold: { task: 'ee', events: found } };
}

/** The difficulties that these rows have, each with its count. */
function found(...examples: Example[]): Record<string, number> {
  const { counts } = countDifficulties(examples)[examples[0]!.task];
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

describe('difficulties of entities', () => {
  it('are none in a row with one plain mention', () => {
    expect(found(ner('Orla sang', ['person=Orla']))).toEqual({});
  });

  it('count rows without a mention, and rows with several values of one type', () => {
    expect(found(ner('It rained', []))).toEqual({ none: 1 });
    expect(found(ner('Orla met Bram', ['person=Orla', 'person=Bram']))).toEqual({ 'several values': 1 });
    expect(found(ner('Orla saw Orla', ['person=Orla', 'person=Orla']))).toEqual({});
  });

  it('tell a value inside another from values that cross', () => {
    expect(found(ner('The Vell Bank', ['place=Vell', 'firm=Vell Bank']))).toEqual({ nested: 1 });
    expect(found(ner('Old Vell Bank', ['place=Old Vell', 'firm=Vell Bank']))).toEqual({ overlapping: 1 });
    expect(found(ner('Vella and Vell', ['person=Vella', 'place=Vell']))).toEqual({});
  });

  it('see commas and colons inside values only', () => {
    expect(found(ner('Well, Vell: fine', ['place=Vell']))).toEqual({});
    expect(found(ner('In Vell, Orn today', ['place=Vell, Orn']))).toEqual({ comma: 1 });
    expect(found(ner('Reading Vell: a tale', ['work=Vell: a tale']))).toEqual({ colon: 1 });
  });

  it('call a type ambiguous when the data set has the value under two, and no other data set counts', () => {
    const rows = [
      ner('Vell won', ['person=Vell']),
      ner('In Vell', ['place=Vell']),
      ner('Orla', ['person=Orla']),
    ];
    expect(found(...rows)).toEqual({ 'ambiguous type': 2 });
    expect(found(ner('Vell won', ['person=Vell'], 'one'), ner('In Vell', ['place=Vell'], 'two'))).toEqual({});
  });
});

describe('difficulties of relations', () => {
  it('count several pairs of a type, and texts that two pairs share', () => {
    const row = re('Orla lives in Vell and Orn', [
      ['lives', 'Orla', 'Vell'],
      ['lives', 'Orla', 'Orn'],
    ]);
    expect(found(row)).toEqual({ 'several pairs': 1, 'shared argument': 1 });
  });

  it('count both directions where a type stands in either order', () => {
    const forward = re('Orla of Vell', [['from', 'Orla', 'Vell']]);
    const reversed = re('Vell bore Bram', [['from', 'Bram', 'Vell']]);
    expect(found(reversed)).toEqual({});
    expect(found(forward, reversed)).toEqual({ 'both directions': 1 });
  });

  it('call a pair ambiguous that stands in two relations', () => {
    const row = re('Orla of Vell', [
      ['born', 'Orla', 'Vell'],
      ['lives', 'Orla', 'Vell'],
    ]);
    expect(found(row)).toEqual({ 'shared argument': 1, 'ambiguous type': 1 });
  });
});

describe('difficulties of events', () => {
  it('count several groups of one type even when their triggers are alike', () => {
    expect(
      found(
        ee('hit and hit', [
          ['attack', 'hit', 'by=Orla'],
          ['attack', 'hit', 'by=Bram'],
        ]),
      ),
    ).toEqual({
      'several groups': 1,
    });
  });

  it('count events without arguments, roles used twice, and arguments that two events share', () => {
    expect(found(ee('It rained', []))).toEqual({ none: 1 });
    expect(found(ee('the hit', [['attack', 'hit']]))).toEqual({ 'no arguments': 1 });
    expect(found(ee('Orla and Bram hit', [['attack', 'hit', 'by=Orla', 'by=Bram']]))).toEqual({
      'repeated role': 1,
    });
    const shared = ee('Orla hit and ran', [
      ['attack', 'hit', 'by=Orla'],
      ['move', 'ran', 'who=Orla'],
    ]);
    expect(found(shared)).toEqual({ 'shared argument': 1 });
    expect(found(ee('Orla hit', [['attack', 'hit', 'by=Orla', 'who=Orla']]))).toEqual({});
  });

  it('count nested arguments and triggers of two types', () => {
    const nested = ee('a man of 40 fell', [['fall', 'fell', 'who=man of 40', 'age=40']]);
    expect(found(nested)).toEqual({ nested: 1 });
    expect(
      found(ee('a move', [['sale', 'move', 'x=a']]), ee('the move', [['trip', 'move', 'x=the']])),
    ).toEqual({
      'ambiguous type': 2,
    });
  });
});

describe('the counts', () => {
  it('are kept by task', () => {
    const counted = countDifficulties([
      ner('It rained', []),
      re('It rained', []),
      re('Orla of Vell', [['from', 'Orla', 'Vell']]),
    ]);
    expect(counted.ner).toMatchObject({ rows: 1, counts: { none: 1 } });
    expect(counted.re).toMatchObject({ rows: 2, counts: { none: 1 } });
    expect(counted.ee).toMatchObject({ rows: 0, counts: { none: 0 } });
  });
});
