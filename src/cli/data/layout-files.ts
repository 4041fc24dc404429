/** The files that a layout names, as they lie in a folder. */
import { isAbsolute, join } from 'node:path';
import type { CorpusLayout } from '../../corpora/card.ts';
import { type Encoding, findEncoding } from '../../corpora/encoding.ts';
import type { HeadOfFile } from '../../corpora/recognise.ts';
import { SPLITS } from '../../uie/records.ts';
import { readFileHead } from '../corpus-files.ts';

/** The path of a file that a layout names. */
export function pathIn(from: string, file: string): string {
  return isAbsolute(file) ? file : join(from, file);
}

/** How the files of all splits begin. @throws ProuieError PROUIE_CANNOT_READ */
export function headsOf(
  from: string,
  files: CorpusLayout['files'],
  encoding: Encoding,
): readonly HeadOfFile[] {
  return SPLITS.flatMap((split) => files[split] ?? []).map((file) => ({
    path: pathIn(from, file),
    head: readFileHead(pathIn(from, file), encoding),
  }));
}

/** The layout with the encoding that the command line names, if it names one. */
export function withEncoding(layout: CorpusLayout, encoding: string | undefined): CorpusLayout {
  return encoding === undefined ? layout : { ...layout, options: { ...layout.options, encoding } };
}

/** The encoding of a layout's files. */
export function encodingOf({ options }: CorpusLayout): Encoding {
  return findEncoding(String(options['encoding'] ?? 'utf-8'));
}
