/** Arbitrary schemas, texts and annotations whose mentions stand in their texts. */
import fc from 'fast-check';
import type { Argument, Event, Example, Schema, Structure } from '../../src/uie/records.ts';

/** Words of the texts; no word is a role or a type. Names with a comma and no blank before it stay in one piece. */
const WORDS = [
  'Tavik',
  'Oss',
  'zelmi',
  'raided',
  'é',
  '水路',
  'A|B',
  'k:m',
  'p;q',
  'm,n',
  '3.5',
  '"',
  '\\',
  '{z}',
  "Tor's",
];
const MARKS = [',', ':', ';', '.', '-', '(', '’'];

const names = ['person', 'used for', 'Cause-Effect', '10', '2', '__proto__', 'data set'] as const;
const roles = ['Agent', 'Place', 'Treatment', 'Treatment.Drug', 'attack tool', 'Time: start'] as const;

const someOf = <T>(all: readonly T[], least: number) => fc.shuffledSubarray([...all], { minLength: least });

const entitySchemas = someOf(names, 1).map((types): Schema => ({ task: 'ner', types }));
const relationSchemas = someOf(names, 1).map((types): Schema => ({ task: 're', types }));
const eventSchemas = someOf(names, 1)
  .chain((types) => fc.tuple(...types.map((name) => someOf(roles, 0).map((roles) => ({ name, roles })))))
  .map((types): Schema => ({ task: 'ee', types }));

export const schemas = fc.oneof(entitySchemas, relationSchemas, eventSchemas);

/** Texts as tokens with a blank between each two. */
const tokens = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...WORDS) }, fc.constantFrom(...MARKS)),
  {
    minLength: 1,
    maxLength: 16,
  },
);

/** A stretch of the text, by its first token and its length. */
function stretches(words: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(words.length - 1), fc.integer({ min: 1, max: 4 }))
    .map(([start, length]) => words.slice(start, start + length).join(' '));
}

function argumentsOf(
  mention: fc.Arbitrary<string>,
  known: readonly string[],
): fc.Arbitrary<readonly Argument[]> {
  if (known.length === 0) return fc.constant([]);
  return fc.array(fc.record({ role: fc.constantFrom(...known), text: mention }), { maxLength: 4 });
}

function goldOf(schema: Schema, words: readonly string[]): fc.Arbitrary<Structure> {
  const mention = stretches(words);
  switch (schema.task) {
    case 'ner': {
      const entity = fc.record({ type: fc.constantFrom(...schema.types), text: mention });
      return fc.array(entity, { maxLength: 6 }).map((entities) => ({ task: 'ner', entities }));
    }
    case 're': {
      const relation = fc.record({ type: fc.constantFrom(...schema.types), head: mention, tail: mention });
      return fc.array(relation, { maxLength: 6 }).map((relations) => ({ task: 're', relations }));
    }
    case 'ee': {
      const all = [...new Set(schema.types.flatMap((type) => type.roles))];
      const event = fc.constantFrom(...schema.types).chain((type): fc.Arbitrary<Event> => {
        const known = type.roles.length > 0 ? type.roles : all;
        return fc.record({
          type: fc.constant(type.name),
          trigger: mention,
          arguments: argumentsOf(mention, known),
        });
      });
      return fc.array(event, { maxLength: 5 }).map((events) => ({ task: 'ee', events }));
    }
  }
}

/** Examples with several mentions, pairs or groups; commas, colons, semicolons and bars inside mentions. */
export const examples: fc.Arbitrary<Example> = fc.tuple(schemas, tokens).chain(([schema, words]) =>
  goldOf(schema, words).map((gold) => ({
    id: 'made-up',
    dataset: 'made-up',
    task: schema.task,
    split: 'train',
    text: words.join(' '),
    schema,
    gold,
  })),
);

/** The items of a structure as strings, repeats left out; of events the groups with their sets of arguments. */
export function itemSet(structure: Structure): readonly string[] {
  const items = ((): readonly unknown[] => {
    switch (structure.task) {
      case 'ner':
        return structure.entities.map(({ type, text }) => [type, text]);
      case 're':
        return structure.relations.map(({ type, head, tail }) => [type, head, tail]);
      case 'ee':
        return structure.events.map((event) => {
          const pairs = event.arguments.map(({ role, text }) => JSON.stringify([role, text]));
          return [event.type, event.trigger, [...new Set(pairs)].sort()];
        });
    }
  })();
  const written = items.map((item) => JSON.stringify(item)).sort();
  return structure.task === 'ee' ? written : [...new Set(written)];
}
