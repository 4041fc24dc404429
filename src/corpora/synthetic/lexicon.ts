/** The lexicons and templates that synthetic rows are written from. */
import type { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { Task } from '../../uie/records.ts';
import {
  type EntityLexicon,
  type EventLexicon,
  lexiconSchemas,
  type RelationLexicon,
  type WordLexicon,
} from './lexicon-schema.ts';

export type LexiconFile = 'words' | 'entities' | 'relations' | 'events';

/** The files under `data/synthetic` that a task's rows are written from, without their ending `.yaml`. */
export const LEXICON_FILES = {
  ner: ['words', 'entities'],
  re: ['words', 'entities', 'relations'],
  ee: ['words', 'entities', 'events'],
} as const satisfies Readonly<Record<Task, readonly LexiconFile[]>>;

/** The task's own part is there when it is one of `LEXICON_FILES`. */
export interface Lexicon {
  readonly words: WordLexicon;
  readonly entities: EntityLexicon;
  readonly relations?: RelationLexicon;
  readonly events?: EventLexicon;
}

/**
 * Checks the parsed files of `data/synthetic`, by name without ending: those of `LEXICON_FILES` for a task, or all.
 *
 * @throws ProuieError PROUIE_LEXICON_INVALID with the file and the path of the first value that is not as it should be
 */
export function readLexicon(files: Readonly<Partial<Record<LexiconFile, unknown>>>): Lexicon {
  const schemas = lexiconSchemas();
  const read = <Name extends LexiconFile>(name: Name): z.infer<(typeof schemas)[Name]> => {
    const result = schemas[name].safeParse(files[name]);
    if (result.success) return result.data as z.infer<(typeof schemas)[Name]>;
    const { path, message } = result.error.issues[0]!;
    const place = path.length === 0 ? '' : ` at ${path.join('.')}`;
    const file = `data/synthetic/${name}.yaml`;
    throw new ProuieError(
      'PROUIE_LEXICON_INVALID',
      `The lexicon "${name}" is not usable${place}: ${message}.`,
      {
        hint: `Compare it with ${file} as it was published.`,
        location: { file },
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
