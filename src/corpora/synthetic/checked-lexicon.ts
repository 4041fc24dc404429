import type { z } from 'zod';
import { ProuieError } from '../../errors.ts';

/**
 * A parsed file of `data/synthetic`, held against its schema.
 *
 * @param name the file's, without its ending
 * @throws ProuieError PROUIE_LEXICON_INVALID with the file and the path of the first value that is not as it should be
 */
export function checkLexicon<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
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
