/** `prouie data import --all`: every data set of the IE INSTRUCTIONS package in one go. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Card } from '../../corpora/card.ts';
import { importCorpus } from '../../corpora/import.ts';
import {
  compareLabels,
  matchFolders,
  type PackageFolder,
  type PackageMatch,
  packageLayout,
  SPLIT_FILES,
  TASK_FOLDERS,
} from '../../corpora/instructuie-package.ts';
import { isProuieError, locationPrefix, ProuieError } from '../../errors.ts';
import { isFile, isFolder } from '../../store/file-kind.ts';
import { tryReadJson } from '../../uie/ordered-json.ts';
import { SPLITS } from '../../uie/records.ts';
import { fileSource } from '../corpus-files.ts';
import { EXIT, type Io } from '../io.ts';
import { importRemarks } from './import-remarks.ts';
import { type WriteOptions, writeSplits } from './split-files.ts';

/** The package's own name for its folder. */
const PACKAGE = 'IE_INSTRUCTIONS';
const LABELS_FILE = 'labels.json';

/**
 * Imports each data set to `<out>/<card>/`. A line a split goes to standard output; remarks, and at the end what was left
 * out on either side, to standard error. A data set that fails is reported, and the others are imported.
 *
 * @param from the package, or the folder that holds it
 * @returns the exit code
 * @throws ProuieError PROUIE_CORPUS_MISSING when the folder holds no data set
 */
export async function importPackage(
  cards: readonly Card[],
  from: string,
  out: string,
  options: WriteOptions,
  io: Io,
): Promise<number> {
  const root = isFolder(join(from, PACKAGE)) ? join(from, PACKAGE) : from;
  const folders = packageFolders(root);
  if (folders.length === 0) {
    throw new ProuieError('PROUIE_CORPUS_MISSING', `No data set of the package is in ${from}.`, {
      hint: `--all wants the folder ${PACKAGE}, with ${Object.keys(TASK_FOLDERS).join('/, ')}/ and a folder for each data set.`,
    });
  }
  const match = matchFolders(cards, folders);
  const failed: string[] = [];
  let rows = 0;
  for (const { card, folder } of match.matched) {
    const count = await importFolder(card, root, folder, out, options, io);
    if (count === undefined) failed.push(card.id);
    else rows += count;
  }
  io.stderr.write(summary(match, otherTasks(root), failed, rows));
  return failed.length === 0 ? EXIT.done : EXIT.failed;
}

/** The folders of data sets, by task and name. */
function packageFolders(root: string): readonly PackageFolder[] {
  return Object.entries(TASK_FOLDERS).flatMap(([name, task]) => {
    if (!isFolder(join(root, name))) return [];
    const inside = readdirSync(join(root, name)).sort();
    return inside
      .filter((folder) => isFolder(join(root, name, folder)))
      .map((folder) => ({ task, path: `${name}/${folder}` }));
  });
}

/** Folders of tasks that the paper does not have (EET, EEA, ET …). */
function otherTasks(root: string): readonly string[] {
  const names = readdirSync(root).sort();
  return names.filter((name) => !Object.hasOwn(TASK_FOLDERS, name) && isFolder(join(root, name)));
}

/** @returns how many examples were written; undefined after a failure */
async function importFolder(
  card: Card,
  root: string,
  { path }: PackageFolder,
  out: string,
  options: WriteOptions,
  io: Io,
): Promise<number | undefined> {
  const folder = join(root, path);
  const say = (line: string): void => void io.stderr.write(`${card.id}: ${line}\n`);
  try {
    const splits = SPLITS.filter((split) => isFile(join(folder, SPLIT_FILES[split])));
    if (splits.length === 0) {
      throw new ProuieError('PROUIE_CORPUS_MISSING', 'There is no train.json, dev.json or test.json.', {
        location: { file: folder },
      });
    }
    const corpus = importCorpus(card, packageLayout(splits), (file, encoding) =>
      fileSource(join(folder, file), encoding),
    );
    const files = await writeSplits(resolve(io.cwd, out, card.id), corpus.examples, options);
    const { counts } = corpus.summary();
    let rows = 0;
    for (const [split, file] of files) {
      io.stdout.write(`${card.id}\t${split}\t${counts[split]}\t${join(out, card.id, file)}\n`);
      rows += counts[split] ?? 0;
    }
    for (const remark of [...labelRemarks(card, folder), ...importRemarks(card, corpus.summary())])
      say(remark);
    return rows;
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    say(`FAILED: ${locationPrefix(cause.location)}${[cause.message, cause.hint].filter(Boolean).join(' ')}`);
    return undefined;
  }
}

/** What `labels.json` and the card say differently; the import goes on without it. */
function labelRemarks(card: Card, folder: string): readonly string[] {
  const file = join(folder, LABELS_FILE);
  if (!isFile(file)) return [`there is no ${LABELS_FILE}`];
  const labels = tryReadJson(readFileSync(file, 'utf8'));
  const difference = labels.ok ? compareLabels(card, labels.value) : undefined;
  if (difference === undefined) return [`${LABELS_FILE} is neither a list of labels nor an object of roles`];
  const { unknown, unseen } = difference;
  return [
    ...(unknown.length === 0
      ? []
      : [`${LABELS_FILE} has labels that the card does not know: ${unknown.join(', ')}`]),
    ...(unseen.length === 0 ? [] : [`${LABELS_FILE} lacks labels of the card: ${unseen.join(', ')}`]),
  ];
}

function summary(
  { matched, copies, withoutCard, withoutFolder }: PackageMatch,
  others: readonly string[],
  failed: readonly string[],
  rows: number,
): string {
  const list = (title: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${title}: ${names.join(', ')}`];
  const lines = [
    `${matched.length - failed.length} of ${withoutFolder.length + matched.length} data sets imported, ${rows} examples`,
    ...list('failed', failed),
    ...list(
      'data sets that are not there',
      withoutFolder.map(({ id }) => id),
    ),
    ...list(
      'folders of no data set of the paper',
      withoutCard.map(({ path }) => path),
    ),
    ...list(
      'other copies of imported data sets',
      copies.map(({ card, folder }) => `${folder.path} (${card.id})`),
    ),
    ...list('folders of other tasks', others),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
