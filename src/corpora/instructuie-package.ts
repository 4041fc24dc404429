/** The folders of the IE INSTRUCTIONS package, `<TASK>/<data set>/`, and which card each belongs to. */
import { isOrderedObject, type OrderedJson } from '../uie/ordered-json.ts';
import type { Split, Task } from '../uie/records.ts';
import type { Card, CorpusLayout } from './card.ts';
import { labelReader } from './labels.ts';
import { roleNames, typeNames } from './schema-names.ts';

/** The package's folders of tasks that the paper has. */
export const TASK_FOLDERS = { NER: 'ner', RE: 're', EE: 'ee' } as const satisfies Readonly<
  Record<string, Task>
>;

/** Its file of each split. */
export const SPLIT_FILES = {
  train: 'train.json',
  val: 'dev.json',
  test: 'test.json',
} as const satisfies Readonly<Record<Split, string>>;

/** A data set's folder. */
export interface PackageFolder {
  readonly task: Task;
  /** Relative to the package: `NER/AnatEM`. */
  readonly path: string;
}

export interface PackageMatch {
  readonly matched: readonly { readonly card: Card; readonly folder: PackageFolder }[];
  /** Folders of a data set that another folder stands for. */
  readonly copies: readonly { readonly card: Card; readonly folder: PackageFolder }[];
  readonly withoutCard: readonly PackageFolder[];
  readonly withoutFolder: readonly Card[];
}

/**
 * Brings folders and cards together. A folder is a card's when it has the name of the card's layout, else when it has one
 * of the card's names; case, blanks, marks and a `_sample_N` at the end do not matter. Of several folders of a card the
 * one that its layout names is taken, else the one without `_sample_N`.
 */
export function matchFolders(cards: readonly Card[], folders: readonly PackageFolder[]): PackageMatch {
  const withoutCard: PackageFolder[] = [];
  const foldersOf = new Map<Card, PackageFolder[]>();
  for (const folder of folders) {
    const name = plain(lastPart(folder.path));
    const ofTask = cards.filter((card) => card.task === folder.task);
    const card =
      ofTask.find((one) => plain(layoutFolder(one) ?? '') === name) ??
      ofTask.find(({ id, name: printed, resultName }) => [id, printed, resultName].map(plain).includes(name));
    if (card === undefined) withoutCard.push(folder);
    else foldersOf.set(card, [...(foldersOf.get(card) ?? []), folder]);
  }
  const matched: PackageMatch['matched'][number][] = [];
  const copies: PackageMatch['copies'][number][] = [];
  for (const [card, found] of foldersOf) {
    const best =
      found.find(({ path }) => lastPart(path) === layoutFolder(card)) ??
      found.find(({ path }) => !SAMPLE.test(path)) ??
      found[0]!;
    for (const folder of found) (folder === best ? matched : copies).push({ card, folder });
  }
  matched.sort((a, b) => a.card.row - b.card.row);
  return { matched, copies, withoutCard, withoutFolder: cards.filter((card) => !foldersOf.has(card)) };
}

/** The layout of a data set's folder with these of the package's files. */
export function packageLayout(splits: readonly Split[]): CorpusLayout {
  const files = Object.fromEntries(splits.map((split) => [split, [SPLIT_FILES[split]]]));
  return { format: 'instructuie', files, holdOut: {}, options: {} };
}

/** Where `labels.json` and a card have different labels. */
export interface LabelDifference {
  /** Labels and roles of the file that the card has no word for. */
  readonly unknown: readonly string[];
  /** Labels and roles of the card that nothing in the file leads to. */
  readonly unseen: readonly string[];
}

/** @param labels a list of types, or for events an object from type to roles; undefined for anything else */
export function compareLabels(card: Card, labels: OrderedJson): LabelDifference | undefined {
  const types = isOrderedObject(labels) ? [...labels.keys()] : namesOf(labels);
  if (types === undefined) return undefined;
  const roles = isOrderedObject(labels) ? [...labels.values()].flatMap((list) => namesOf(list) ?? []) : [];
  const reader = labelReader(card);
  const unknown = new Set<string>();
  const seen = new Set<string>();
  for (const [kind, names] of [
    ['type', types],
    ['role', roles],
  ] as const) {
    for (const name of names) {
      const mapped = reader[kind](name);
      if (mapped.state === 'known') seen.add(mapped.label);
      else if (mapped.state === 'unknown' && name !== '' && name !== 'NA') unknown.add(name);
    }
  }
  const wanted = [...typeNames(card.schema), ...(roles.length > 0 ? roleNames(card.schema) : [])];
  return { unknown: [...unknown], unseen: wanted.filter((name) => !seen.has(name)) };
}

const SAMPLE = /_sample_\d+$/;

/** The name of the folder that the card's layout names. */
function layoutFolder(card: Card): string | undefined {
  const layout = card.layouts.find(({ format }) => format === 'instructuie');
  return layout?.files.test?.[0]?.split('/').at(-2);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function plain(name: string): string {
  return name
    .replace(SAMPLE, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function namesOf(value: OrderedJson): readonly string[] | undefined {
  return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : undefined;
}
