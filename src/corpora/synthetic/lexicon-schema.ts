/** The shape of the files under `data/synthetic`. */
import { z } from 'zod';

// Made on demand: a schema at the top level would stay in every bundle that imports a type from here.
export function lexiconSchemas() {
  const texts = z.array(z.string()).min(1).readonly();
  const share = z.number().min(0).max(1);
  const shares = <Name extends string>(...names: Name[]) =>
    z
      .strictObject(Object.fromEntries(names.map((name) => [name, share])) as Record<Name, typeof share>)
      .readonly();
  const sounds = z.strictObject({ onsets: texts, vowels: texts, codas: texts }).readonly();
  const words = z.strictObject({
    lists: z.record(z.string(), texts).readonly(),
    sounds: z.strictObject({ in: sounds, out: sounds }).readonly(),
  });
  const nameClass = z.strictObject({
    words: texts,
    patterns: texts,
    endings: texts,
    heads: texts.optional(),
    before: texts,
    after: z.array(z.string()).readonly(),
  });
  const register = z.strictObject({
    domain: z.enum(['in', 'out']),
    sets: z.array(z.string()).readonly(),
    clauses: texts,
    quiet: texts,
  });
  const entities = z.strictObject({
    naming: shares('plain', 'ambiguous', 'comma', 'colon', 'kept'),
    stock: z.number().int().positive(),
    shares: shares('none', 'second', 'list', 'lookalike', 'denied', 'cue', 'own', 'nested', 'overlapping'),
    denials: texts,
    weights: z.record(z.string(), z.number().positive()).readonly(),
    classes: z.record(z.string(), nameClass.readonly()).readonly(),
    derived: z.array(texts).min(1).readonly(),
    registers: z.record(z.string(), register.readonly()).readonly(),
  });
  const directions = z.strictObject({ forward: texts, reversed: texts }).readonly();
  const relationKind = z.strictObject({ words: texts, head: z.string(), tail: z.string(), verbs: texts });
  const relations = z.strictObject({
    shares: shares(
      'none',
      'second',
      'bystander',
      'twofold',
      'own',
      'reversed',
      'several',
      'chained',
      'nested',
      'adverb',
    ),
    phrases: z.strictObject({ noun: directions, predicate: directions, verb: directions }).readonly(),
    prepositions: texts,
    bystanders: texts,
    quiet: texts,
    openings: texts,
    endings: texts,
    verbs: texts,
    kinds: z.array(relationKind.readonly()).readonly(),
    arguments: texts,
  });
  const events = z.strictObject({
    shares: shares(
      'none',
      'second',
      'same',
      'shared',
      'bare',
      'twice',
      'nominal',
      'vague',
      'idle',
      'common',
      'inner',
      'labelled',
    ),
    vague: texts,
    idle: texts,
    quiet: texts,
    openings: texts,
    endings: texts,
    active: texts,
    alone: texts,
    nominal: texts,
    bare: texts,
    kinds: z.array(z.strictObject({ words: texts, verbs: texts, nouns: texts }).readonly()).readonly(),
    verbs: texts,
    nouns: texts,
    first: texts,
    last: texts,
    roles: z.array(z.strictObject({ words: texts, prepositions: texts }).readonly()).readonly(),
    prepositions: texts,
  });
  return {
    words: words.readonly(),
    entities: entities.readonly(),
    relations: relations.readonly(),
    events: events.readonly(),
  };
}

type Schemas = ReturnType<typeof lexiconSchemas>;
export type WordLexicon = z.infer<Schemas['words']>;
export type EntityLexicon = z.infer<Schemas['entities']>;
export type RelationLexicon = z.infer<Schemas['relations']>;
export type EventLexicon = z.infer<Schemas['events']>;
export type NameClass = EntityLexicon['classes'][string];
export type Register = EntityLexicon['registers'][string];
