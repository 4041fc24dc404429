/** The lexicons and templates under `data/synthetic`: their shape, and the check at the border. */
import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { Task } from '../../uie/records.ts';

/** The files under `data/synthetic` that a task's rows are written from, without the ending `.yaml`. */
export const LEXICON_FILES = {
  ner: ['words', 'entities'],
  re: ['words', 'entities', 'relations'],
  ee: ['words', 'entities', 'events'],
} as const satisfies Readonly<Record<Task, readonly string[]>>;

export type LexiconFile = 'words' | 'entities' | 'relations' | 'events';

// Made on demand: a schema at the top level would stay in every bundle that imports a type from here.
function fileSchemas() {
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

type Schemas = ReturnType<typeof fileSchemas>;
export type WordLexicon = z.infer<Schemas['words']>;
export type EntityLexicon = z.infer<Schemas['entities']>;
export type RelationLexicon = z.infer<Schemas['relations']>;
export type EventLexicon = z.infer<Schemas['events']>;
export type NameClass = EntityLexicon['classes'][string];
export type Register = EntityLexicon['registers'][string];

/** What rows are written from. A task's own part is there when `LEXICON_FILES` names it. */
export interface Lexicon {
  readonly words: WordLexicon;
  readonly entities: EntityLexicon;
  readonly relations?: RelationLexicon;
  readonly events?: EventLexicon;
}

/**
 * Checks the parsed YAML files of `data/synthetic`, by name without ending: those of `LEXICON_FILES` for one task, or all.
 *
 * @throws ProuieError PROUIE_LEXICON_INVALID with the file and the path of the first value that is not as it should be
 */
export function readLexicon(files: Readonly<Partial<Record<LexiconFile, unknown>>>): Lexicon {
  const schemas = fileSchemas();
  const read = <Name extends LexiconFile>(name: Name): z.infer<Schemas[Name]> => {
    const result = schemas[name].safeParse(files[name]);
    if (result.success) return result.data as z.infer<Schemas[Name]>;
    const issue = result.error.issues[0]!;
    const place = issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    throw new ProuieError(
      'PROUIE_LEXICON_INVALID',
      `The lexicon "${name}" is not usable${place}: ${issue.message}.`,
      {
        hint: `Compare it with data/synthetic/${name}.yaml as it was published.`,
        location: { file: `data/synthetic/${name}.yaml` },
      },
    );
  };
  return {
    words: read('words'),
    entities: read('entities'),
    ...(files.relations === undefined ? {} : { relations: read('relations') }),
    ...(files.events === undefined ? {} : { events: read('events') }),
  };
}
