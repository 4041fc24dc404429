/** Which of a card's layouts lies in a folder, whole or in part. */
import { join } from 'node:path';
import type { Card, CorpusLayout } from '../../corpora/card.ts';
import {
  completeLayouts,
  findLayout,
  layoutFiles,
  presentSplits,
  relocateLayout,
} from '../../corpora/layout.ts';
import { sharedFormats } from '../../corpora/recognise.ts';
import { isFile } from '../../store/file-kind.ts';
import { SPLITS } from '../../uie/records.ts';
import { whyMissing } from './corpus-folder.ts';
import { encodingOf, headsOf, withEncoding } from './layout-files.ts';

export interface ChosenLayout {
  readonly layout: CorpusLayout;
  /** Whether the format was neither named nor the card's word. */
  readonly recognised: boolean;
}

/** What the command line says of the format and the characters. */
export interface NamedFormat {
  readonly format: string | undefined;
  readonly encoding: string | undefined;
}

export type CardLayout =
  | ({ readonly state: 'complete' } & ChosenLayout)
  /** Some splits are there with all of their files, and none of them is held out from one that is not. */
  | ({ readonly state: 'splits' } & ChosenLayout)
  | {
      readonly state: 'partial';
      readonly layout: CorpusLayout;
      readonly why: string;
      /** Those that name the files which are there. */
      readonly flags: string;
    };

/**
 * The card's layout that lies in the folder: files are looked for with all of their path first, then with less and less.
 * One that is complete comes before those of which splits are missing, and of these the one with the most splits.
 *
 * @param layouts those of the card's that may be meant
 */
export function cardLayoutInFolder(
  card: Card,
  layouts: readonly CorpusLayout[],
  from: string,
  named: NamedFormat,
): CardLayout | undefined {
  const depth = Math.max(0, ...layouts.flatMap(layoutFiles).map((file) => file.split('/').length - 1));
  const exists = (path: string): boolean => isFile(join(from, path));
  let splits: readonly CorpusLayout[] = [];
  let partial: CardLayout | undefined;
  for (let cut = 0; cut <= depth; cut++) {
    const shortened = layouts
      .filter((layout) => layoutFiles(layout).every((file) => file.split('/').length > cut))
      .map((layout) => relocateLayout(layout, (file) => file.split('/').slice(cut).join('/')))
      .map((layout) => withEncoding(layout, named.encoding));
    const complete = completeLayouts({ id: card.id, layouts: shortened }, exists);
    if (complete.length > 0) return { state: 'complete', ...bestLayout(card, complete, from, named) };
    if (splits.length === 0) splits = mostSplits(shortened, exists);
    const found = findLayout({ id: card.id, layouts: shortened }, exists);
    if (found.state === 'partial')
      partial ??= { ...found, why: whyMissing(found), flags: flagsOf(found.layout, exists) };
  }
  return splits.length > 0 ? { state: 'splits', ...bestLayout(card, splits, from, named) } : partial;
}

/** The layouts, without the splits that are missing, that have the most splits; none where no split stands for itself. */
function mostSplits(
  layouts: readonly CorpusLayout[],
  exists: (path: string) => boolean,
): readonly CorpusLayout[] {
  const present = layouts
    .map((layout) => presentSplits(layout, exists))
    .filter((layout) => layout !== undefined);
  const most = Math.max(...present.map(splitCount));
  return present.filter((layout) => splitCount(layout) === most);
}

function splitCount({ files }: CorpusLayout): number {
  return Object.keys(files).length;
}

/** The flags that name what is there of a layout. */
function flagsOf({ files }: CorpusLayout, exists: (path: string) => boolean): string {
  return SPLITS.flatMap((split) =>
    (files[split] ?? []).filter(exists).map((file) => `--split ${split}=${file}`),
  ).join(' ');
}

/**
 * Of layouts whose files are there (often under the same names) the first whose format they look like. When they look
 * like another format and like none of these, that one; when they look like none, the first, whose reader says what is wrong.
 */
function bestLayout(
  card: Card,
  complete: readonly CorpusLayout[],
  from: string,
  named: NamedFormat,
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
