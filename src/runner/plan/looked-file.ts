import { digestOf } from '../../identity/digest.ts';
import type { Stamp } from '../../identity/file-memory.ts';

/** Paths, and the four numbers of each one's stamp. */
export interface Looked {
  readonly paths: readonly string[];
  readonly stamps: Float64Array;
}

export function looked(stamps: ReadonlyMap<string, Stamp>): Looked {
  const numbers = new Float64Array(4 * stamps.size);
  let at = 0;
  for (const stamp of stamps.values()) {
    numbers.set(stamp, at);
    at += 4;
  }
  return { paths: [...stamps.keys()], stamps: numbers };
}

const DIGEST_LENGTH = 64;
/** No path holds it. */
const SEPARATOR = '\0';

/**
 * Lists of paths with their stamps, and whatever goes with them, as bytes that are read in a third of the time that JSON
 * takes: a line of JSON, all stamps as numbers of 8 bytes, all paths, and the digest of all that.
 */
export function encodeLooked(header: unknown, lists: readonly Looked[]): Buffer {
  const line = JSON.stringify({ header, counts: lists.map(({ paths }) => paths.length) });
  const parts = [
    Buffer.from(`${line}\n`),
    ...lists.map(({ stamps: { buffer, byteOffset, byteLength } }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    ),
    Buffer.from(lists.flatMap(({ paths }) => paths).join(SEPARATOR)),
  ];
  const body = Buffer.concat(parts);
  return Buffer.concat([body, Buffer.from(digestOf(body))]);
}

/** @returns undefined where the bytes are not what was encoded */
export function decodeLooked(
  bytes: Buffer,
): { readonly header: unknown; readonly lists: readonly Looked[] } | undefined {
  const end = bytes.length - DIGEST_LENGTH;
  const body = bytes.subarray(0, Math.max(end, 0));
  if (end < 0 || bytes.toString('latin1', end) !== digestOf(body)) return undefined;
  const lineEnd = body.indexOf('\n') + 1;
  const { header, counts } = JSON.parse(body.toString('utf8', 0, lineEnd)) as {
    readonly header: unknown;
    readonly counts: readonly number[];
  };
  const total = counts.reduce((sum, count) => sum + count, 0);
  // A copy begins where numbers of 8 bytes may.
  const numbers = new Float64Array(
    body.buffer.slice(body.byteOffset + lineEnd, body.byteOffset + lineEnd + 32 * total),
  );
  const paths = total === 0 ? [] : body.toString('utf8', lineEnd + 32 * total).split(SEPARATOR);
  let at = 0;
  const lists = counts.map((count) => {
    const from = at;
    at += count;
    return { paths: paths.slice(from, at), stamps: numbers.subarray(4 * from, 4 * at) };
  });
  return { header, lists };
}
