import { ProuieError } from '../errors.ts';

const SAYS: { readonly [errno: string]: string } = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EIO: 'the device reports an error',
};

const HINTS: { readonly [errno: string]: string } = {
  ENOENT: 'Paths are looked for from the folder where you are.',
  ENOTDIR: 'Paths are looked for from the folder where you are.',
  EISDIR: 'Name a file in it.',
  EACCES: 'Change its permissions (`chmod`), or copy it.',
};

/**
 * That a file of the user's cannot be read, as the error PROUIE_CANNOT_READ; any other failure stays what it is.
 *
 * @param what it is called, such as `the schema types.json`
 * @param hints that say more than the usual ones
 */
export function readError(
  what: string,
  file: string,
  cause: unknown,
  hints: { readonly [errno: string]: string } = {},
): unknown {
  const { code = '' } = cause as NodeJS.ErrnoException;
  const says = SAYS[code];
  if (says === undefined) return cause;
  return new ProuieError('PROUIE_CANNOT_READ', `Cannot read ${what}: ${says}.`, {
    hint: hints[code] ?? HINTS[code],
    location: { file },
    cause,
  });
}
