import {
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { Card } from '../corpora/card.ts';
import { type CardText, parseCards } from '../corpora/cards.ts';
import { decodeChunks, decodeHead, type Encoding } from '../corpora/encoding.ts';
import type { FileHead } from '../corpora/format.ts';
import type { Source } from '../corpora/source.ts';
import { readError } from './read-error.ts';

/**
 * The cards of the package, in the order of Table 8, and those of a folder besides.
 *
 * @throws ProuieError PROUIE_YAML, PROUIE_INVALID as `parseCards`
 */
export function readCards(packageRoot: string, added?: string): readonly Card[] {
  return parseCards([
    ...cardsIn(join(packageRoot, 'data'), 'data'),
    ...(added === undefined ? [] : cardsIn(added, added)),
  ]);
}

function cardsIn(folder: string, shown: string): readonly CardText[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names
    .sort()
    .map((name) => ({ file: join(shown, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * A corpus file, read in pieces.
 *
 * @throws ProuieError while it is read: PROUIE_CANNOT_READ, and what `decodeChunks` throws
 */
export function fileSource(path: string, encoding: Encoding): Source {
  const bytes = (): AsyncIterable<Uint8Array> => readBytes(path);
  return { path, file: path, bytes, chunks: () => decodeChunks(path, bytes(), encoding) };
}

/** Bytes by which a format is recognised. */
const HEAD_BYTES = 1 << 16;

/** The beginning of a file. @throws ProuieError PROUIE_CANNOT_READ */
export function readFileHead(path: string, encoding: Encoding): FileHead {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const buffer = new Uint8Array(HEAD_BYTES);
      const bytes = buffer.subarray(0, readSync(descriptor, buffer, 0, HEAD_BYTES, 0));
      const text = decodeHead(bytes, encoding);
      return {
        name: basename(path),
        bytes,
        text: text?.startsWith('\ufeff') === true ? text.slice(1) : text,
        complete: fstatSync(descriptor).size <= bytes.length,
      };
    } finally {
      closeSync(descriptor);
    }
  } catch (cause) {
    throw corpusError(path, cause);
  }
}

async function* readBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) yield chunk as Buffer;
  } catch (cause) {
    throw corpusError(path, cause);
  }
}

const UNDER_FROM = 'Paths of --split are looked for under the folder of --from.';

function corpusError(path: string, cause: unknown): unknown {
  return readError(`the corpus file ${path}`, path, cause, { ENOENT: UNDER_FROM, ENOTDIR: UNDER_FROM });
}
