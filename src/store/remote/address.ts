import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { ProuieError } from '../../errors.ts';

/** Where a second store lies. */
export type RemoteAddress =
  | { readonly kind: 'directory'; readonly folder: string }
  /** `prefix` is empty, or ends in `/`. */
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string };

/** The variable that names the second store. */
export const REMOTE_VARIABLE = 'PROUIE_REMOTE';

/**
 * Reads the address of a second store: a directory, or `s3://bucket/prefix`.
 *
 * @param folder that a relative directory starts from
 * @param store the first store, which the second one must not be or lie in
 * @throws ProuieError PROUIE_REMOTE_ADDRESS, PROUIE_REMOTE_SAME
 */
export function parseRemoteAddress(text: string, folder: string, store: string): RemoteAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 's3') return parseBucket(text);
  if (scheme !== undefined)
    throw badAddress(
      `${REMOTE_VARIABLE} does not know "${scheme}://".`,
      'Name a directory, or s3://bucket/prefix.',
    );
  if (/^(s3|gs|https?):/i.test(text))
    throw badAddress(
      `${REMOTE_VARIABLE} is no address: two slashes follow the colon.`,
      'Write s3://bucket/prefix.',
    );
  const path = resolve(folder, text);
  refuseSame(path, store);
  return { kind: 'directory', folder: path };
}

/** The text is not repeated in messages: somebody may have put a password into it. */
function parseBucket(text: string): RemoteAddress {
  const [, bucket, path] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/i.exec(text) ?? [];
  const parts = (path ?? '').split('/').filter((part) => part !== '');
  if (bucket === undefined || parts.includes('..') || parts.includes('.')) {
    throw badAddress(
      `${REMOTE_VARIABLE} is no address of a bucket.`,
      'Write s3://bucket/prefix; credentials come from where AWS programs look for them (see docs/sharing.md).',
    );
  }
  return { kind: 's3', bucket, prefix: parts.map((part) => `${part}/`).join('') };
}

function refuseSame(folder: string, store: string): void {
  const [remote, own] = [realPath(folder), realPath(store)];
  if (remote !== own && !remote.startsWith(own + sep)) return;
  throw new ProuieError(
    'PROUIE_REMOTE_SAME',
    `${REMOTE_VARIABLE} names ${remote === own ? 'the store itself' : 'a folder inside the store'}.`,
    {
      hint: 'Name another folder, which you share with others; PROUIE_STORE names your own store.',
      location: { file: folder },
    },
  );
}

/** The path without links, as far as it exists. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realPath(parent), path.slice(parent.length));
}

function badAddress(message: string, hint: string): ProuieError {
  return new ProuieError('PROUIE_REMOTE_ADDRESS', message, { hint });
}
