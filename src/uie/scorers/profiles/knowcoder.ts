/**
 * KnowCoder (ICT-GoKnow/KnowCoder, commit b785978: `eval/src/metric.py`, `eval/src/convert`, with `filter_outlier=1`):
 * every item of the answer that is in the gold list is right, a repeated one again, so recall can pass 100 and false
 * negatives can fall below 0. Names of types and roles are compared by their words, texts as they are. Its mapping of
 * ACE event types to coarse ones, its ancestors of types and its head words are left out.
 */
import { rolesOfSchema } from '../../event-roles.ts';
import type { Schema } from '../../records.ts';
import { eventsOf, type ItemParts, structureItems } from '../../structure-items.ts';
import { type Candidate, comparisonOf } from '../comparison.ts';
import { allMetrics, type ScorerProfile } from '../profile.ts';
import { absentFrom, outsideSchema, type Reason, withItsEvent } from '../reasons.ts';

export const profile: ScorerProfile = {
  name: 'knowcoder',
  summary: 'membership in the gold list, so a repeated right item counts again; outliers are dropped first',
  normalisation: 'types and roles as lower-cased words',
  metrics: allMetrics,
  matching: 'membership',
  compare: ({ example: { task, text, schema, gold }, decoded: { structure } }) => {
    const wanted = structureItems(gold);
    const given = structureItems(structure);
    const { types, words } = wordedSchema(schema);
    const wordsOf = (name: string): string => words.get(name) ?? toWords(name);
    const named = ([type, ...texts]: ItemParts, why?: Reason): Candidate => ({
      from: [type!, ...texts],
      as: [wordsOf(type!), ...texts],
      why,
    });
    const namedArgument = ([type, role, mention]: ItemParts, why?: Reason): Candidate => ({
      from: [type!, role!, mention!],
      as: [wordsOf(type!), wordsOf(role!), mention!],
      why,
    });
    const againstOther = ([type]: ItemParts): Reason =>
      wordsOf(type!) === 'other' ? 'the type "other" is left out' : undefined;
    const against = ([type, ...mentions]: ItemParts): Reason =>
      outsideSchema(types, wordsOf(type!)) ?? absentFrom(text, mentions);
    switch (task) {
      case 'ner': {
        const entities = given.entity.map((from) => named(from, againstOther(from) ?? against(from)));
        const wantedEntities = wanted.entity.map((from) => named(from, againstOther(from)));
        return { entity: comparisonOf(wantedEntities, entities) };
      }
      case 're': {
        const againstPair = (from: ItemParts): Reason =>
          against(from) ?? (from[1] === from[2] ? 'head and tail are the same' : undefined);
        const relations = given.relation.map((from) => named(from, againstPair(from)));
        return {
          relation: comparisonOf(
            wanted.relation.map((from) => named(from)),
            relations,
          ),
        };
      }
      case 'ee': {
        const triggers = given.trigger.map((from) => named(from, absentFrom(text, from.slice(1))));
        const found = eventsOf(structure).flatMap(({ type, trigger, arguments: all }) => {
          const lost = withItsEvent(against([type, trigger]));
          return all.map(({ role, text: mention }) =>
            namedArgument([type, role, mention], lost ?? (role === '' ? 'no role' : undefined)),
          );
        });
        return {
          trigger: comparisonOf(
            wanted.trigger.map((from) => named(from)),
            triggers,
          ),
          argument: comparisonOf(
            wanted.argument.map((from) => namedArgument(from)),
            found,
          ),
        };
      }
    }
  },
};

/** The types of a schema in words, and the words of all its names. */
interface WordedSchema {
  readonly types: ReadonlySet<string>;
  readonly words: ReadonlyMap<string, string>;
}

const wordedSchemas = /* @__PURE__ */ new WeakMap<Schema, WordedSchema>();

function wordedSchema(schema: Schema): WordedSchema {
  let worded = wordedSchemas.get(schema);
  if (worded === undefined) {
    const types = schema.task === 'ee' ? schema.types.map(({ name }) => name) : schema.types;
    const roles = schema.task === 'ee' ? rolesOfSchema(schema) : [];
    worded = {
      types: new Set(types.map(toWords)),
      words: new Map([...types, ...roles].map((name) => [name, toWords(name)])),
    };
    wordedSchemas.set(schema, worded);
  }
  return worded;
}

/** A name in lower-cased words, parted by its hyphens, else by its underscores, else where `aB` begins a word. */
function toWords(name: string): string {
  if (name.includes('-')) return name.replaceAll('-', ' ').toLowerCase();
  if (name.includes('_')) return name.replaceAll('_', ' ').toLowerCase();
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
