/**
 * KnowCoder (ICT-GoKnow/KnowCoder, commit b785978: `eval/src/metric.py`, `eval/src/convert`, with `filter_outlier=1`):
 * every item of the answer that is in the gold list is right, a repeated one again, so recall can pass 100 and false
 * negatives can fall below 0. Names of types and roles are compared by their words, texts as they are. Its mapping of
 * ACE event types to coarse ones, its ancestors of types and its head words are left out.
 */
import type { Schema } from '../records.ts';
import { eventsOf, type ItemParts, structureItems } from '../structure-items.ts';
import { type Candidate, comparisonOf } from './comparison.ts';
import { allMetrics, type ScorerProfile } from './profile.ts';
import { absentFrom, outsideSchema, type Reason, withItsEvent } from './reasons.ts';

export const knowcoderProfile: ScorerProfile = {
  name: 'knowcoder',
  summary: 'membership in the gold list, so a repeated right item counts again; outliers are dropped first',
  normalisation: 'types and roles as lower-cased words',
  metrics: allMetrics,
  matching: 'membership',
  compare: ({ example: { task, text, schema, gold }, decoded: { structure } }) => {
    const wanted = structureItems(gold);
    const given = structureItems(structure);
    const types = new Set(typeNames(schema).map(wordsOf));
    const against = ([type, ...mentions]: ItemParts): Reason =>
      outsideSchema(types, wordsOf(type!)) ?? absentFrom(text, mentions);
    switch (task) {
      case 'ner': {
        const entities = given.entity.map((from) => ({
          ...named(from),
          why: againstOther(from) ?? against(from),
        }));
        const wantedEntities = wanted.entity.map((from) => ({ ...named(from), why: againstOther(from) }));
        return { entity: comparisonOf(wantedEntities, entities) };
      }
      case 're': {
        const relations = given.relation.map((from) => ({
          ...named(from),
          why: against(from) ?? (from[1] === from[2] ? 'head and tail are the same' : undefined),
        }));
        return { relation: comparisonOf(wanted.relation.map(named), relations) };
      }
      case 'ee': {
        const triggers = given.trigger.map((from) => ({
          ...named(from),
          why: absentFrom(text, from.slice(1)),
        }));
        const found = eventsOf(structure).flatMap(({ type, trigger, arguments: all }) => {
          const lost = withItsEvent(against([type, trigger]));
          return all.map(({ role, text: mention }) => ({
            ...namedArgument([type, role, mention]),
            why: lost ?? (role === '' ? 'no role' : undefined),
          }));
        });
        return {
          trigger: comparisonOf(wanted.trigger.map(named), triggers),
          argument: comparisonOf(wanted.argument.map(namedArgument), found),
        };
      }
    }
  },
};

function typeNames(schema: Schema): readonly string[] {
  return schema.task === 'ee' ? schema.types.map(({ name }) => name) : schema.types;
}

function againstOther([type]: ItemParts): Reason {
  return wordsOf(type!) === 'other' ? 'the type "other" is left out' : undefined;
}

function named([type, ...texts]: ItemParts): Candidate {
  return { from: [type!, ...texts], as: [wordsOf(type!), ...texts] };
}

function namedArgument([type, role, text]: ItemParts): Candidate {
  return { from: [type!, role!, text!], as: [wordsOf(type!), wordsOf(role!), text!] };
}

/** A name in lower-cased words, parted by its hyphens, else by its underscores, else where `aB` begins a word. */
function wordsOf(name: string): string {
  if (name.includes('-')) return name.replaceAll('-', ' ').toLowerCase();
  if (name.includes('_')) return name.replaceAll('_', ' ').toLowerCase();
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
