import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Card } from '../corpora/card.ts';
import { parseCards } from '../corpora/cards.ts';
import type { Source } from '../corpora/source.ts';
import { ProuieError } from '../errors.ts';

/** The cards of the package, in the order of Table 8. */
export function readCards(packageRoot: string): readonly Card[] {
  const folder = join(packageRoot, 'data');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return parseCards(
    names.sort().map((name) => ({ file: `data/${name}`, text: readFileSync(join(folder, name), 'utf8') })),
  );
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * A corpus file, read in pieces.
 *
 * @throws ProuieError while it is read: PROUIE_NOT_UTF8, PROUIE_CANNOT_READ
 */
export function fileSource(path: string): Source {
  return { path, file: path, chunks: () => readChunks(path) };
}

async function* readChunks(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      const text = decoder.decode(chunk as Buffer, { stream: true });
      yield text;
      line += text.split('\n').length - 1;
    }
    yield decoder.decode();
  } catch (cause) {
    throw readError(path, line, cause);
  }
}

function readError(path: string, line: number, cause: unknown): unknown {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return new ProuieError('PROUIE_NOT_UTF8', 'This is not UTF-8 text.', {
        location: { file: path, line },
        hint: 'Convert the file, for example with `iconv -t UTF-8`. The error is on this line or behind it.',
        cause,
      });
    case 'ENOENT':
    case 'EACCES':
    case 'EISDIR':
      return new ProuieError('PROUIE_CANNOT_READ', `Cannot read the corpus file ${path}.`, {
        location: { file: path },
        cause,
      });
    default:
      return cause;
  }
}
