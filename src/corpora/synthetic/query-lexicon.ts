/** The templates that synthetic queries are written from: `data/synthetic/queries.yaml` with `words.yaml`. */
import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { WordLexicon } from './lexicon-schema.ts';
import { lexiconSchemas } from './lexicon-schema.ts';

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
    words: check('words', lexiconSchemas().words, files.words),
    ...check('queries', schema, files.queries),
  };
}

function check<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
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
}
