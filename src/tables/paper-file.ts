import type { z } from 'zod';
import { ProuieError } from '../errors.ts';

/**
 * The content of one file of `papers/prouie/`, checked.
 *
 * @throws ProuieError PROUIE_PAPER_FILE that names the first place that does not fit
 */
export function readPaperFile<S extends z.ZodType>(schema: S, content: unknown, file: string): z.output<S> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') || 'the top level';
  throw paperError(file, `${place}: ${issue?.message ?? 'does not fit'}.`, result.error);
}

export function paperError(file: string, message: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_PAPER_FILE', message, {
    location: { file },
    hint: 'docs/tables.md describes the files of papers/prouie/.',
    ...(cause === undefined ? {} : { cause }),
  });
}
