import type { z } from 'zod';
import { ProuieError } from '../errors.ts';

/**
 * The options of an engine, defaults filled in.
 *
 * @throws ProuieError PROUIE_ENGINE_OPTIONS that names every option that is missing, unknown or out of range
 */
export function checkOptions<Schema extends z.ZodType>(
  engine: string,
  schema: Schema,
  options: unknown,
): z.output<Schema> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'options'}: ${message}`);
  throw new ProuieError(
    'PROUIE_ENGINE_OPTIONS',
    `The engine ${engine} cannot work with these options: ${faults.join('; ')}.`,
    {
      hint: 'Correct them in the profile.',
    },
  );
}
