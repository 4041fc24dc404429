import { resolve } from 'node:path';
import { ProuieError } from '../errors.ts';

/** What keeps the module of an entry from being loaded. */
export function loadError(cause: unknown, entry: string): ProuieError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const missing = /^Cannot find package '([^']+)'/.exec(message)?.[1];
  return new ProuieError(
    'PROUIE_LOAD',
    missing === undefined
      ? `It cannot be loaded: ${message}`
      : `It imports the package "${missing}", which is not installed.`,
    {
      hint:
        missing === undefined
          ? 'Mend what runs at its top level.'
          : `Install it where prouie is, or import another.`,
      location: { file: entry },
      cause,
    },
  );
}

/** What keeps an entry from being bundled. */
export function bundleError(cause: unknown, entry: string, root: string): ProuieError {
  const first = (
    cause as {
      errors?: readonly { text: string; location?: { file: string; line: number; column: number } | null }[];
    }
  ).errors?.[0];
  const place = first?.location;
  return new ProuieError(
    'PROUIE_BUNDLE',
    first?.text ?? (cause instanceof Error ? cause.message : String(cause)),
    {
      hint: 'Mend the source; nothing was run.',
      location: place
        ? { file: resolve(root, place.file), line: place.line, column: place.column + 1 }
        : { file: entry },
      cause,
    },
  );
}
