/** The lexicons and templates that synthetic rows are written from. */
import type { Task } from '../../uie/records.ts';
import { checkLexicon } from './checked-lexicon.ts';
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
  return {
    words: checkLexicon('words', schemas.words, files.words),
    entities: checkLexicon('entities', schemas.entities, files.entities),
    ...(files.relations === undefined
      ? {}
      : { relations: checkLexicon('relations', schemas.relations, files.relations) }),
    ...(files.events === undefined ? {} : { events: checkLexicon('events', schemas.events, files.events) }),
  };
}
