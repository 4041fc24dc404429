/** The templates that synthetic queries are written from: `data/synthetic/queries.yaml` with `words.yaml`. */
import { z } from 'zod';
import { checkLexicon } from './checked-lexicon.ts';
import { lexiconSchemas, type WordLexicon } from './lexicon-schema.ts';

export interface QueryLexicon {
  readonly words: WordLexicon;
  /** Patterns of the values of every slot. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Texts with slots in braces. */
  readonly templates: readonly string[];
}

/** @throws ProuieError PROUIE_LEXICON_INVALID with the file and the path of the first value that is not as it should be */
export function readQueryLexicon(files: {
  readonly words: unknown;
  readonly queries: unknown;
}): QueryLexicon {
  const texts = z.array(z.string().min(1)).min(1);
  const schema = z.strictObject({ values: z.record(z.string(), texts), templates: texts });
  return {
    words: checkLexicon('words', lexiconSchemas().words, files.words),
    ...checkLexicon('queries', schema, files.queries),
  };
}
