import type { z } from 'zod';
import { ProuieError } from '../../errors.ts';

/**
 * JSON as Python writes it, where a number may be `NaN`, `Infinity` or `-Infinity`; these become null, so that a
 * curve has a gap and the rest of it can be read.
 *
 * @throws SyntaxError for text that is not JSON otherwise
 */
export function parseLooseJson(text: string): unknown {
  return JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) =>
      token.startsWith('"') ? token : 'null',
    ),
  );
}

/**
 * What a program left as such JSON, held against what it should be.
 *
 * @param file where it stands, for messages
 * @throws ProuieError PROUIE_PROGRAM_OUTPUT
 */
export function readLooseJson<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  file: string,
): z.output<Schema> {
  let value: unknown;
  try {
    value = parseLooseJson(text);
  } catch (cause) {
    throw unreadable(file, 'it is no JSON', cause);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.') || 'all of it'}: ${message}`);
  throw unreadable(file, faults.join('; '), read.error);
}

function unreadable(file: string, why: string, cause: unknown): ProuieError {
  return new ProuieError('PROUIE_PROGRAM_OUTPUT', `What a program left in ${file} cannot be read: ${why}.`, {
    hint: 'See the log of the run; a file that was cut off is made anew once it is removed.',
    location: { file },
    cause,
  });
}
