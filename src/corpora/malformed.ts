import { type Location, ProuieError } from '../errors.ts';

/** What a reader throws at a line or record that is not in its format: says what it expected, and where. */
export function malformed(message: string, location: Location, hint?: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_CORPUS_MALFORMED', message, {
    location,
    hint:
      hint ??
      'Mend the file, or name another format (see `prouie data formats`) with --format, or in the card.',
    cause,
  });
}
