import type { z } from 'zod';
import { ProuieError } from '../errors.ts';
import { formatPath } from '../value-path.ts';

/** The settings of a layout as its format types them. @throws ProuieError PROUIE_FORMAT_OPTION */
export function readFormatOptions<T>(
  format: string,
  schema: z.ZodType<T>,
  options: Readonly<Record<string, unknown>>,
): T {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const place = issue.path.length === 0 ? '' : `\`${formatPath(issue.path)}\` `;
  throw new ProuieError('PROUIE_FORMAT_OPTION', `Format ${format}: ${place}${issue.message}.`);
}
