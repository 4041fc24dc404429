/** Which files of a folder are a corpus's, and in which format they are. */
import { readdirSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { Card, CorpusLayout } from '../../corpora/card.ts';
import { type Encoding, findEncoding } from '../../corpora/encoding.ts';
import type { Format } from '../../corpora/format.ts';
import { findFormat } from '../../corpora/formats.ts';
import { completeLayouts, findLayout, layoutFiles, relocateLayout } from '../../corpora/layout.ts';
import { type HeadOfFile, recogniseFormat, sharedFormats } from '../../corpora/recognise.ts';
import { mayHoldExamples, splitOfName, splitsOfNames } from '../../corpora/split-names.ts';
import { ProuieError } from '../../errors.ts';
import { SPLITS, type Split } from '../../uie/records.ts';
import { isFile, isFolder, readFileHead } from '../corpus-files.ts';
import { whyMissing } from './corpus-folder.ts';

/** What the command line says of the files. */
export interface NamedLayout {
  readonly format: string | undefined;
  /** Empty where none was named. */
  readonly files: CorpusLayout['files'];
  readonly encoding: string | undefined;
}

export interface ChosenLayout {
  readonly layout: CorpusLayout;
  /** Whether the format was neither named nor the card's word. */
  readonly recognised: boolean;
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
  const layouts =
    named.format === undefined ? card.layouts : card.layouts.filter(({ format }) => format === named.format);
  const isNamed = Object.keys(named.files).length > 0;
  const found = isNamed ? undefined : layoutInFolder(card, layouts, from, named);
  if (found?.state === 'complete') return found;
  const files = isNamed ? named.files : filesByName(from);
  if (found?.state === 'partial' && !coversAll(files, found.layout)) {
    throw new ProuieError('PROUIE_CORPUS_INCOMPLETE', `${card.id} is only ${found.why} in ${from}.`, {
      hint: NAME_THEM,
    });
  }
  if (Object.keys(files).length === 0) {
    const looked = [...new Set(layouts.flatMap(layoutFiles))].join(', ') || 'train, dev and test files';
    throw new ProuieError('PROUIE_CORPUS_MISSING', `${card.id} is not in ${from}: looked for ${looked}.`, {
      hint: NAME_THEM,
    });
  }
  const encoding = findEncoding(named.encoding ?? 'utf-8');
  const format =
    named.format === undefined
      ? recogniseFormat(headsOf(from, files, encoding), card.task)
      : findFormat(named.format);
  const options = card.layouts.find((layout) => layout.format === format.name)?.options ?? {};
  const layout = { format: format.name, files: withBeside(format, files, from), holdOut: {}, options };
  return { layout: withEncoding(layout, named.encoding), recognised: named.format === undefined };
}

const NAME_THEM = 'Name the files with --split NAME=FILE and their format with --format NAME.';

/** The path of a file that a layout names. */
export function pathIn(from: string, file: string): string {
  return isAbsolute(file) ? file : join(from, file);
}

type FolderLayout =
  | ({ readonly state: 'complete' } & ChosenLayout)
  | { readonly state: 'partial'; readonly layout: CorpusLayout; readonly why: string };

/** The card's layout that lies in the folder: files are looked for with all of their path first, then with less and less. */
function layoutInFolder(
  card: Card,
  layouts: readonly CorpusLayout[],
  from: string,
  named: NamedLayout,
): FolderLayout | undefined {
  const depth = Math.max(0, ...layouts.flatMap(layoutFiles).map((file) => file.split('/').length - 1));
  const exists = (path: string): boolean => isFile(join(from, path));
  let partial: FolderLayout | undefined;
  for (let cut = 0; cut <= depth; cut++) {
    const shortened = layouts
      .filter((layout) => layoutFiles(layout).every((file) => file.split('/').length > cut))
      .map((layout) => relocateLayout(layout, (file) => file.split('/').slice(cut).join('/')))
      .map((layout) => withEncoding(layout, named.encoding));
    const complete = completeLayouts({ id: card.id, layouts: shortened }, exists);
    if (complete.length > 0) return { state: 'complete', ...bestLayout(card, complete, from, named) };
    const found = findLayout({ id: card.id, layouts: shortened }, exists);
    if (found.state === 'partial') partial ??= { ...found, why: whyMissing(found) };
  }
  return partial;
}

/**
 * Of layouts whose files are there (often under the same names) the first whose format they look like. When they look
 * like another format and like none of these, that one; when they look like none, the first, whose reader says what is wrong.
 */
function bestLayout(
  card: Card,
  complete: readonly CorpusLayout[],
  from: string,
  named: NamedLayout,
): ChosenLayout {
  const [first] = complete as readonly [CorpusLayout, ...CorpusLayout[]];
  if (named.format !== undefined) return { layout: first, recognised: false };
  for (const layout of complete) {
    const looks = sharedFormats(headsOf(from, layout.files, encodingOf(layout)), card.task);
    if (looks.some(({ name }) => name === layout.format)) return { layout, recognised: false };
  }
  const looks = sharedFormats(headsOf(from, first.files, encodingOf(first)), card.task);
  if (looks.length !== 1) return { layout: first, recognised: false };
  const layout = { format: looks[0]!.name, files: first.files, holdOut: {}, options: {} };
  return { layout: withEncoding(layout, named.encoding), recognised: true };
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

/** Whether the files have every split that the layout has files for. */
function coversAll(files: CorpusLayout['files'], layout: CorpusLayout): boolean {
  return SPLITS.every((split) => layout.files[split] === undefined || files[split] !== undefined);
}

function headsOf(from: string, files: CorpusLayout['files'], encoding: Encoding): readonly HeadOfFile[] {
  return SPLITS.flatMap((split) => files[split] ?? []).map((file) => ({
    path: pathIn(from, file),
    head: readFileHead(pathIn(from, file), encoding),
  }));
}

function withEncoding(layout: CorpusLayout, encoding: string | undefined): CorpusLayout {
  return encoding === undefined ? layout : { ...layout, options: { ...layout.options, encoding } };
}

function encodingOf({ options }: CorpusLayout): Encoding {
  return findEncoding(String(options['encoding'] ?? 'utf-8'));
}
