import crypto, { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** sha256 of some content, 64 hexadecimal digits. */
export type Digest = string & { readonly __brand: 'Digest' };
/** sha256 of the canonical JSON of all that makes a result what it is. */
export type Key = string & { readonly __brand: 'Key' };

export function digestOf(content: string | Uint8Array): Digest {
  return hash(content) as Digest;
}

/** Node 20.12 has a call that makes no stream for a few bytes. */
const hash: (content: string | Uint8Array) => string =
  typeof crypto.hash === 'function'
    ? (content) => crypto.hash('sha256', content)
    : (content) => createHash('sha256').update(content).digest('hex');

/** The digest of a file, read in pieces. */
export function digestOfFile(path: string): Digest {
  const hash = createHash('sha256');
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (;;) {
      const count = readSync(descriptor, buffer, 0, buffer.length, null);
      if (count === 0) return hash.digest('hex') as Digest;
      hash.update(count === buffer.length ? buffer : buffer.subarray(0, count));
    }
  } finally {
    closeSync(descriptor);
  }
}

export function isDigest(text: string): text is Digest {
  return /^[0-9a-f]{64}$/.test(text);
}
