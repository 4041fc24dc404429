/** Which files of a folder are a corpus's, and in which format they are. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findFormat } from '../../corpora/all-formats.ts';
import type { Card, CorpusLayout } from '../../corpora/card.ts';
import { findEncoding } from '../../corpora/encoding.ts';
import type { Format } from '../../corpora/format.ts';
import { layoutFiles } from '../../corpora/layout.ts';
import { type HeadOfFile, recogniseFormat, sharedFormats } from '../../corpora/recognise.ts';
import { mayHoldExamples, splitOfName, splitsOfNames } from '../../corpora/split-names.ts';
import { ProuieError } from '../../errors.ts';
import { isFile, isFolder } from '../../store/file-kind.ts';
import { SPLITS, type Split } from '../../uie/records.ts';
import { type ChosenLayout, cardLayoutInFolder, type NamedFormat } from './card-layout.ts';
import { headsOf, pathIn, withEncoding } from './layout-files.ts';

/** What the command line says of the files. */
export interface NamedLayout extends NamedFormat {
  /** Empty where none was named. */
  readonly files: CorpusLayout['files'];
  /** Whether columns of a table are named, which only some formats have. */
  readonly columns: boolean;
}

/**
 * The layout of a corpus in a folder. Files: those named, else the card's where they are there, else those whose names say
 * their split. Format: the one named, else the card's where its files look like it, else the one that they look like.
 *
 * @throws ProuieError PROUIE_CORPUS_MISSING, PROUIE_CORPUS_INCOMPLETE, PROUIE_SPLIT_AMBIGUOUS; what `recogniseFormat` throws
 */
export function chooseLayout(card: Card, from: string, named: NamedLayout): ChosenLayout {
  if (named.format !== undefined) findFormat(named.format);
  if (named.encoding !== undefined) findEncoding(named.encoding);
  const layouts = card.layouts.filter(({ format }) =>
    named.format === undefined ? !named.columns || hasColumns(findFormat(format)) : format === named.format,
  );
  const isNamed = Object.keys(named.files).length > 0;
  const found = isNamed ? undefined : cardLayoutInFolder(card, layouts, from, named);
  if (found?.state === 'complete') return found;
  const files = isNamed ? named.files : filesByName(from);
  if (found?.state === 'splits' && !hasMore(files, found.layout.files)) return found;
  if (found?.state === 'partial' && !hasAll(files, found.layout.files)) {
    throw new ProuieError('PROUIE_CORPUS_INCOMPLETE', `${card.id} is only ${found.why} in ${from}.`, {
      hint: `Take what is there with ${found.flags}, and name its format with --format NAME where it is not seen.`,
    });
  }
  if (Object.keys(files).length === 0) {
    const looked = [...new Set(layouts.flatMap(layoutFiles))].join(', ') || 'train, dev and test files';
    throw new ProuieError('PROUIE_CORPUS_MISSING', `${card.id} is not in ${from}: looked for ${looked}.`, {
      hint: howToName(from),
    });
  }
  const encoding = findEncoding(named.encoding ?? 'utf-8');
  const heads = (): readonly HeadOfFile[] => headsOf(from, files, encoding);
  const format =
    named.format !== undefined
      ? findFormat(named.format)
      : named.columns
        ? formatWithColumns(heads(), card)
        : recogniseFormat(heads(), card.task);
  const options = card.layouts.find((layout) => layout.format === format.name)?.options ?? {};
  const layout = { format: format.name, files: withBeside(format, files, from), holdOut: {}, options };
  return { layout: withEncoding(layout, named.encoding), recognised: named.format === undefined };
}

function hasColumns({ fields }: Format): boolean {
  return fields !== undefined;
}

/** The format of files whose columns are named: the one that they look like, else by their names a table. */
function formatWithColumns(files: readonly HeadOfFile[], { task }: Card): Format {
  const [format, ...others] = sharedFormats(files, task).filter(hasColumns);
  if (format !== undefined && others.length === 0) return format;
  if (files.every(({ path }) => /\.(csv|tsv|jsonl)$/i.test(path))) return findFormat('table');
  throw new ProuieError('PROUIE_FORMAT_UNRECOGNISED', `${files[0]!.path} does not look like a table.`, {
    hint: 'If it is one, for --columns to name what it holds, add --format table.',
    location: { file: files[0]!.path },
  });
}

/** What to type for a folder whose files do not say what they are. */
function howToName(from: string): string {
  const found = readdirSync(from).filter((name) => mayHoldExamples(name) && isFile(join(from, name)));
  const file = found.length === 1 ? `test=${found[0]}` : 'NAME=FILE';
  return `Name the files with --split ${file} and their format with --format NAME.`;
}

/** The files in a folder, or in its folders, whose names say a split. */
function filesByName(from: string): CorpusLayout['files'] {
  const names = readdirSync(from);
  const files = splitsOfNames(names.filter((name) => isFile(join(from, name))));
  if (Object.keys(files).length > 0) return files;
  const inFolders: Partial<Record<Split, string[]>> = {};
  for (const folder of names.sort()) {
    const split = splitOfName(folder);
    if (split === undefined || !isFolder(join(from, folder))) continue;
    const inside = readdirSync(join(from, folder)).filter(mayHoldExamples).sort();
    const found = inside.map((name) => join(folder, name)).filter((path) => isFile(join(from, path)));
    if (found.length > 0) (inFolders[split] ??= []).push(...found);
  }
  return inFolders;
}

/** Whether files have every split that others have. */
function hasAll(files: CorpusLayout['files'], others: CorpusLayout['files']): boolean {
  return SPLITS.every((split) => others[split] === undefined || files[split] !== undefined);
}

/** Whether they have one more besides. */
function hasMore(files: CorpusLayout['files'], others: CorpusLayout['files']): boolean {
  return hasAll(files, others) && !hasAll(others, files);
}

/** Each split's files with what else the format needs (dictionaries, keys), where that lies beside them. */
function withBeside({ beside }: Format, files: CorpusLayout['files'], from: string): CorpusLayout['files'] {
  const withOthers = (paths: readonly string[]): readonly string[] => {
    const folders = new Set(paths.map((path) => dirname(path)));
    const others = [...folders].flatMap((folder) =>
      Object.keys(beside ?? {})
        .map((name) => join(folder, name))
        .filter((path) => !paths.includes(path) && isFile(pathIn(from, path))),
    );
    return [...others, ...paths];
  };
  return Object.fromEntries(Object.entries(files).map(([split, paths]) => [split, withOthers(paths)]));
}
