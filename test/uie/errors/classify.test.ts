import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/uie/answers.ts';
import { decodeOutput } from '../../../src/uie/decode.ts';
import { classifyErrors } from '../../../src/uie/errors/classify.ts';
import { ERROR_CLASSES, type ErrorItem } from '../../../src/uie/errors/error-class.ts';
import type { Event, Example, Schema, Structure } from '../../../src/uie/records.ts';
import { countItems, judgeItems } from '../../../src/uie/scorers/matching.ts';
import type { Comparison, Metric } from '../../../src/uie/scorers/profile.ts';
import { profile as prouieProfile } from '../../../src/uie/scorers/profiles/prouie.ts';
import { partsUnit } from '../../../src/uie/unit.ts';
import { examples } from '../structures.ts';

const TEXT = 'Tavik Oss of the Old Mill raided the mill of Zelm before Tavik left';
const SCHEMAS = {
  ner: { task: 'ner', types: ['person', 'place', 'guild'] },
  re: { task: 're', types: ['works at', 'lives in'] },
  ee: {
    task: 'ee',
    types: [
      { name: 'attack', roles: ['agent', 'target'] },
      { name: 'move', roles: ['agent', 'origin'] },
    ],
  },
} as const satisfies Readonly<Record<string, Schema>>;

function answerOf(gold: Structure, output: string): Answer {
  const example: Example = {
    id: 'made-up',
    dataset: 'made-up',
    task: gold.task,
    split: 'test',
    text: TEXT,
    schema: SCHEMAS[gold.task],
    gold,
  };
  return { example, output, decoded: decodeOutput(output, example) };
}

/** The errors in short: class, gold item, answered item. */
function errorsOf(gold: Structure, output: object | string): readonly (readonly unknown[])[] {
  const text = typeof output === 'string' ? output : JSON.stringify(output);
  return classifyErrors(answerOf(gold, text)).map((error) => [
    error.class,
    error.gold?.join('/') ?? null,
    error.answer?.join('/') ?? null,
  ]);
}

function entities(...pairs: readonly (readonly [type: string, text: string])[]): Structure {
  return { task: 'ner', entities: pairs.map(([type, text]) => ({ type, text })) };
}
function relations(...triples: readonly (readonly [type: string, head: string, tail: string])[]): Structure {
  return { task: 're', relations: triples.map(([type, head, tail]) => ({ type, head, tail })) };
}
function events(...all: readonly Event[]): Structure {
  return { task: 'ee', events: all };
}

describe('wrong entities', () => {
  it('have the wrong type, or a text that overlaps the right one', () => {
    expect(
      errorsOf(entities(['person', 'Tavik Oss'], ['place', 'Zelm']), {
        guild: 'Tavik Oss',
        place: 'of Zelm',
      }),
    ).toEqual([
      ['type', 'person/Tavik Oss', 'guild/Tavik Oss'],
      ['boundary', 'place/Zelm', 'place/of Zelm'],
    ]);
  });

  it('are missing, spurious, or nowhere in the text', () => {
    expect(errorsOf(entities(['person', 'Tavik Oss']), { place: 'Old Mill | Harbour' })).toEqual([
      ['missing', 'person/Tavik Oss', null],
      ['spurious', null, 'place/Old Mill'],
      ['not-in-text', null, 'place/Harbour'],
    ]);
  });

  it('overlap only where their places in the text do', () => {
    expect(errorsOf(entities(['place', 'Old Mill']), { place: 'mill' })).toEqual([
      ['missing', 'place/Old Mill', null],
      ['spurious', null, 'place/mill'],
    ]);
    expect(errorsOf(entities(['person', 'Tavik']), { place: 'Tavik Oss' })).toEqual([
      ['boundary', 'person/Tavik', 'place/Tavik Oss'],
    ]);
  });

  it('stand for the gold item of their own type where there are several', () => {
    const gold = entities(['place', 'the Old Mill'], ['guild', 'Old Mill raided']);
    expect(errorsOf(gold, { guild: 'Old Mill' })).toEqual([
      ['missing', 'place/the Old Mill', null],
      ['boundary', 'guild/Old Mill raided', 'guild/Old Mill'],
    ]);
  });

  it('stand for one gold item at most', () => {
    expect(errorsOf(entities(['person', 'Tavik'], ['person', 'Oss']), { person: 'Tavik Oss' })).toEqual([
      ['boundary', 'person/Tavik', 'person/Tavik Oss'],
      ['missing', 'person/Oss', null],
    ]);
  });

  it('are malformed where nothing could be read', () => {
    expect(errorsOf(entities(['person', 'Tavik'], ['place', 'Zelm']), 'I cannot say.')).toEqual([
      ['malformed', 'person/Tavik', null],
      ['malformed', 'place/Zelm', null],
    ]);
  });
});

describe('wrong relations', () => {
  const gold = relations(['works at', 'Tavik Oss', 'Old Mill']);

  it.each([
    ['relation', { 'lives in': 'Tavik Oss, Old Mill' }],
    ['head', { 'works at': 'Tavik, Old Mill' }],
    ['tail', { 'works at': 'Tavik Oss, mill' }],
    ['swapped', { 'works at': 'Old Mill, Tavik Oss' }],
  ])('are wrong in one thing: %s', (expected, output) => {
    expect(errorsOf(gold, output)).toMatchObject([
      [expected, 'works at/Tavik Oss/Old Mill', expect.any(String)],
    ]);
  });

  it('that are wrong in two things are spurious, and the gold one is missing', () => {
    expect(errorsOf(gold, { 'lives in': 'Tavik Oss, Zelm' })).toEqual([
      ['missing', 'works at/Tavik Oss/Old Mill', null],
      ['spurious', null, 'lives in/Tavik Oss/Zelm'],
    ]);
  });

  it('with a side that is nowhere in the text stand for nothing', () => {
    expect(errorsOf(gold, { 'works at': 'Tavik Oss, New Mill' })).toEqual([
      ['missing', 'works at/Tavik Oss/Old Mill', null],
      ['not-in-text', null, 'works at/Tavik Oss/New Mill'],
    ]);
  });

  it('stand for the argument that they overlap', () => {
    const two = relations(['lives in', 'Tavik', 'Zelm'], ['lives in', 'Tavik', 'Old Mill']);
    expect(errorsOf(two, { 'lives in': 'Tavik, the Old Mill' })).toEqual([
      ['missing', 'lives in/Tavik/Zelm', null],
      ['tail', 'lives in/Tavik/Old Mill', 'lives in/Tavik/the Old Mill'],
    ]);
  });
});

describe('wrong events', () => {
  const gold = events({
    type: 'attack',
    trigger: 'raided',
    arguments: [
      { role: 'agent', text: 'Tavik Oss' },
      { role: 'target', text: 'the mill of Zelm' },
    ],
  });

  it('have a wrong trigger, a wrong role, or an argument with another border', () => {
    expect(errorsOf(gold, { attack: 'left: target: Tavik Oss; target: mill' })).toEqual([
      ['trigger', 'attack/raided', 'attack/left'],
      ['role', 'attack/agent/Tavik Oss', 'attack/target/Tavik Oss'],
      ['argument-boundary', 'attack/target/the mill of Zelm', 'attack/target/mill'],
    ]);
  });

  it('have a wrong type, of the trigger and of its arguments', () => {
    expect(errorsOf(gold, { move: 'raided: agent: Tavik Oss' })).toEqual([
      ['type', 'attack/raided', 'move/raided'],
      ['type', 'attack/agent/Tavik Oss', 'move/agent/Tavik Oss'],
      ['missing', 'attack/target/the mill of Zelm', null],
    ]);
  });

  it('are spurious or nowhere in the text', () => {
    expect(errorsOf(events(), { move: 'left: agent: Tavik; origin: Harbour' })).toEqual([
      ['spurious', null, 'move/left'],
      ['spurious', null, 'move/agent/Tavik'],
      ['not-in-text', null, 'move/origin/Harbour'],
    ]);
  });
});

/** Answers that mix items of their own gold with those of another example of the task. */
const answers = fc
  .tuple(examples, fc.array(examples, { minLength: 1, maxLength: 8 }), fc.array(fc.boolean()), fc.boolean())
  .map(([example, others, kept, malformed]): Answer => {
    const keep = <T>(items: readonly T[]): readonly T[] => items.filter((_, at) => kept[at] ?? true);
    const other = others.find(({ task }) => task === example.task)?.gold;
    const structure = malformed ? emptied(example.gold) : mixed(example.gold, other, keep);
    return { example, output: '', decoded: { structure, malformed, repairs: [] } };
  });

function emptied(structure: Structure): Structure {
  return mixed(structure, undefined, () => []);
}

function mixed(
  gold: Structure,
  other: Structure | undefined,
  keep: <T>(items: readonly T[]) => readonly T[],
): Structure {
  switch (gold.task) {
    case 'ner':
      return { task: 'ner', entities: keep([...gold.entities, ...((other as typeof gold)?.entities ?? [])]) };
    case 're':
      return {
        task: 're',
        relations: keep([...gold.relations, ...((other as typeof gold)?.relations ?? [])]),
      };
    case 'ee':
      return { task: 'ee', events: keep([...gold.events, ...((other as typeof gold)?.events ?? [])]) };
  }
}

describe('all wrong items', () => {
  it('are as many as the false positives and false negatives of the profile prouie', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const errors = classifyErrors(answer);
        for (const [metric, comparison] of comparisons(answer)) {
          const own = errors.filter((error) => error.metric === metric);
          const { fp, fn } = countItems(comparison, prouieProfile.matching);
          expect(own.filter((error) => error.answer !== null)).toHaveLength(fp);
          expect(own.filter((error) => error.gold !== null)).toHaveLength(fn);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('stand in exactly one class each, and in one that their metric has', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const errors = classifyErrors(answer);
        for (const [metric, comparison] of comparisons(answer)) {
          const own = errors.filter((error) => error.metric === metric);
          const judged = judgeItems(comparison, prouieProfile.matching);
          for (const side of ['gold', 'answer'] as const) {
            const wrong = judged.filter(
              ({ verdict }) => verdict === (side === 'gold' ? 'miss' : 'false alarm'),
            );
            const keys = own.flatMap((error) => (error[side] === null ? [] : [partsUnit(error[side])]));
            expect(keys.sort()).toEqual(wrong.map(({ key }) => key).sort());
          }
          for (const error of own) expect(ERROR_CLASSES[metric]).toContain(error.class);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('name both sides exactly where one stands for the other', () => {
    const oneSided: Readonly<Partial<Record<ErrorItem['class'], 'gold' | 'answer'>>> = {
      missing: 'gold',
      malformed: 'gold',
      spurious: 'answer',
      'not-in-text': 'answer',
    };
    fc.assert(
      fc.property(answers, (answer) => {
        for (const error of classifyErrors(answer)) {
          const only = oneSided[error.class];
          expect(error.gold !== null).toBe(only !== 'answer');
          expect(error.answer !== null).toBe(only !== 'gold');
        }
      }),
    );
  });

  it('are none where an answer is its gold', () => {
    fc.assert(
      fc.property(examples, (example) => {
        const decoded = { structure: example.gold, malformed: false, repairs: [] };
        expect(classifyErrors({ example, output: '', decoded })).toEqual([]);
      }),
    );
  });
});

function comparisons(answer: Answer): readonly (readonly [Metric, Comparison])[] {
  return Object.entries(prouieProfile.compare(answer)) as [Metric, Comparison][];
}
