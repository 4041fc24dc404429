import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPredictions } from '../../../src/uie/answers.ts';
import { decodeOutput } from '../../../src/uie/decode.ts';
import { encodeTarget } from '../../../src/uie/encode.ts';
import { explainAnswer } from '../../../src/uie/explanation.ts';
import type { Example, Structure } from '../../../src/uie/records.ts';
import { countAnswers, scorePredictions } from '../../../src/uie/score.ts';
import { scorerProfiles } from '../../../src/uie/scorers/all-profiles.ts';
import { examples, itemSet } from '../structures.ts';
import { PROFILES } from './small-answers.ts';

/** The first item of each kind. */
function firstOfEach<T>(items: readonly T[], kindOf: (item: T) => string): readonly T[] {
  const kinds = new Set<string>();
  return items.filter((item) => !kinds.has(kindOf(item)) && kinds.add(kindOf(item)));
}

/**
 * The gold without what some released scorer cannot score right: repeated items, one string under two types or as two
 * triggers, a pair of a mention with itself, two events of a type, events in another order than the schema's types, and
 * semicolons.
 */
function plainGold({ gold, schema }: Example): Structure {
  const isPlain = (...mentions: readonly string[]) => mentions.every((mention) => !mention.includes(';'));
  switch (gold.task) {
    case 'ner': {
      const plain = gold.entities.filter(({ text }) => isPlain(text));
      return { task: 'ner', entities: firstOfEach(plain, ({ text }) => text.toLowerCase()) };
    }
    case 're': {
      const plain = gold.relations.filter(({ head, tail }) => isPlain(head, tail) && head !== tail);
      return { task: 're', relations: firstOfEach(plain, (relation) => JSON.stringify(relation)) };
    }
    case 'ee': {
      const order = schema.types.map((type) => (typeof type === 'string' ? type : type.name));
      const plain = gold.events
        .filter(({ trigger }) => isPlain(trigger))
        .map((event) => ({
          ...event,
          arguments: firstOfEach(
            event.arguments.filter(({ text }) => isPlain(text)),
            (argument) => JSON.stringify(argument),
          ),
        }));
      const oneOfType = firstOfEach(plain, ({ type }) => type);
      const events = firstOfEach(oneOfType, ({ trigger }) => trigger.toLowerCase());
      return { task: 'ee', events: events.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type)) };
    }
  }
}

const perfectOutput = ({ text, schema, gold }: Example) => encodeTarget(text, schema, gold, 'cm');

/** Commas, colons and bars in mentions can leave more than one reading. */
const isReadBack = (example: Example): boolean =>
  isDeepStrictEqual(itemSet(decodeOutput(perfectOutput(example), example).structure), itemSet(example.gold));

function countsOf(example: Example, output: string, name: string) {
  const answers = matchPredictions([example], [{ id: example.id, output }]);
  return [...countAnswers(answers, scorerProfiles[name]!).values()].flat();
}

describe('a perfect answer', () => {
  test.each(PROFILES)('has nothing wrong under %s where the gold is plain', (name) => {
    fc.assert(
      fc.property(examples, (example) => {
        const plain = { ...example, gold: plainGold(example) };
        fc.pre(isReadBack(plain));
        for (const { fp, fn } of countsOf(plain, perfectOutput(plain), name))
          expect({ fp, fn }).toEqual({ fp: 0, fn: 0 });
      }),
    );
  });

  test.each(['prouie', 'universalner'] as const)('has nothing wrong under %s whatever the gold', (name) => {
    fc.assert(
      fc.property(examples, (example) => {
        fc.pre(isReadBack(example));
        for (const { fp, fn } of countsOf(example, perfectOutput(example), name))
          expect({ fp, fn }).toEqual({ fp: 0, fn: 0 });
      }),
    );
  });
});

describe('any answer', () => {
  /** An example with the right answer to another one. */
  const answered = fc
    .tuple(examples, examples)
    .filter(([example, other]) => example.task === other.task)
    .map(([example, other]) => ({ example, output: perfectOutput(other) }));

  test.each(PROFILES)('is explained as it is counted under %s', (name) => {
    const profile = scorerProfiles[name]!;
    fc.assert(
      fc.property(answered, ({ example, output }) => {
        const [answer] = matchPredictions([example], [{ id: example.id, output }]);
        const explained = explainAnswer(answer!, profile);
        expect(explained.map(({ counts }) => counts)).toEqual(countsOf(example, output, name));
        for (const { counts, items } of explained) {
          const count = (verdict: string) => items.filter((item) => item.verdict === verdict).length;
          expect(count('hit')).toBe(counts.tp);
          expect(count('false alarm')).toBe(counts.fp);
          if (profile.matching !== 'membership') expect(count('miss')).toBe(counts.fn);
        }
      }),
    );
  });

  test('scores the same under prouie in whatever order its types stand', () => {
    fc.assert(
      fc.property(answered, ({ example, output }) => {
        const turned = { ...example.schema, types: example.schema.types.toReversed() } as Example['schema'];
        const entries = Object.entries(JSON.parse(output) as Record<string, string>).toReversed();
        const score = (schema: Example['schema'], written: string) =>
          scorePredictions(
            [{ ...example, schema }],
            [{ id: example.id, output: written }],
            scorerProfiles['prouie']!,
          );
        expect(score(turned, JSON.stringify(Object.fromEntries(entries)))).toEqual(
          score(example.schema, output),
        );
      }),
    );
  });
});
