import { SPLITS, type Split } from '../uie/records.ts';
import type { Card, CorpusLayout } from './card.ts';

/** What of a corpus is there. */
export type FoundLayout =
  | { readonly state: 'complete'; readonly layout: CorpusLayout }
  | { readonly state: 'partial'; readonly layout: CorpusLayout; readonly missing: readonly string[] }
  | { readonly state: 'absent'; readonly looked: readonly string[] };

/**
 * The first layout of a card whose files are all there; else the one with the fewest missing. What `prouie data import`
 * wrote to `<id>/` counts as a layout too, and comes first.
 *
 * @param exists whether there is a file at a path relative to the data folder
 */
export function findLayout(
  card: Pick<Card, 'id' | 'layouts'>,
  exists: (path: string) => boolean,
): FoundLayout {
  const [complete] = completeLayouts(card, exists);
  if (complete !== undefined) return { state: 'complete', layout: complete };
  let partial: Extract<FoundLayout, { state: 'partial' }> | undefined;
  for (const layout of card.layouts) {
    const files = layoutFiles(layout);
    const missing = files.filter((file) => !exists(file));
    if (
      missing.length < files.length &&
      missing.length < (partial?.missing.length ?? Number.POSITIVE_INFINITY)
    ) {
      partial = { state: 'partial', layout, missing };
    }
  }
  return partial ?? { state: 'absent', looked: card.layouts.flatMap(layoutFiles) };
}

/** All layouts whose files are all there, in the order in which they are tried. */
export function completeLayouts(
  card: Pick<Card, 'id' | 'layouts'>,
  exists: (path: string) => boolean,
): readonly CorpusLayout[] {
  const imported = importedLayout(card.id, exists);
  const own = card.layouts.filter((layout) => layoutFiles(layout).every(exists));
  return imported === undefined ? own : [imported, ...own];
}

/**
 * A layout with those of its splits whose files are all there. Undefined when there are none, when of another split some
 * of its own files are there, and when a split is held out from one that is not there.
 */
export function presentSplits(
  layout: CorpusLayout,
  exists: (path: string) => boolean,
): CorpusLayout | undefined {
  const named = SPLITS.filter((split) => layout.files[split] !== undefined);
  const there = named.filter((split) => layout.files[split]!.every(exists));
  const taken = new Set(there.flatMap((split) => layout.files[split]!));
  const torn = named.some(
    (split) =>
      !there.includes(split) && layout.files[split]!.some((file) => exists(file) && !taken.has(file)),
  );
  const orphaned = Object.values(layout.holdOut).some(({ from }) => !there.includes(from));
  if (there.length === 0 || torn || orphaned) return undefined;
  return { ...layout, files: Object.fromEntries(there.map((split) => [split, layout.files[split]!])) };
}

/** The files of a layout, train first; one that belongs to several splits once. */
export function layoutFiles(layout: CorpusLayout): readonly string[] {
  return [...new Set(SPLITS.flatMap((split) => layout.files[split] ?? []))];
}

/** The layout with every path changed. */
export function relocateLayout(layout: CorpusLayout, change: (path: string) => string): CorpusLayout {
  const files = Object.entries(layout.files).map(([split, paths]) => [split, paths.map(change)]);
  return { ...layout, files: Object.fromEntries(files) };
}

/** Where `prouie data import` puts a split. */
export function importedFile(split: Split): string {
  return `${split}.jsonl`;
}

function importedLayout(id: string, exists: (path: string) => boolean): CorpusLayout | undefined {
  const files = SPLITS.map((split) => [split, `${id}/${importedFile(split)}`] as const).filter(([, path]) =>
    exists(path),
  );
  if (files.length === 0) return undefined;
  return {
    format: 'examples',
    files: Object.fromEntries(files.map(([split, path]) => [split, [path]])),
    holdOut: {},
    options: {},
  };
}
