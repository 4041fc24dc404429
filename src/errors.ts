/** Where an input went wrong: a file, and if known its 1-based line and column. */
export interface Location {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** What an error says besides its message. */
export interface ErrorDetails {
  /** What to type or change next, one sentence. */
  readonly hint?: string | undefined;
  readonly location?: Location | undefined;
  readonly cause?: unknown;
}

/**
 * An expected failure: bad input, a missing file, a full disk. Bugs throw plain errors.
 *
 * `code` is stable (`PROUIE_…` in upper case, words joined by `_`), `message` says what is wrong and why in
 * one or two sentences. Errors cross bundles, so they are recognised by `isProuieError`, never by `instanceof`.
 */
export class ProuieError extends Error {
  override readonly name = 'ProuieError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly location: Location | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.location = details.location;
  }
}

export function isProuieError(value: unknown): value is ProuieError {
  return value instanceof Error && value.name === 'ProuieError' && 'code' in value;
}

/** The place before what is said of it, with a colon between; nothing where no place is known. */
export function locationPrefix(location: Location | undefined): string {
  return location === undefined ? '' : `${formatLocation(location)}: `;
}

/** `file:line:column`, as far as each is known. */
export function formatLocation(location: Location): string {
  return [location.file, location.line, location.column].filter((part) => part !== undefined).join(':');
}
