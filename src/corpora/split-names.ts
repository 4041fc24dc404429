/** Which split a file is of, by its name. */
import { ProuieError } from '../errors.ts';
import { SPLITS, type Split } from '../uie/records.ts';

const WORDS = {
  train: ['train', 'training'],
  val: ['val', 'valid', 'validation', 'dev', 'devel', 'development', 'testa'],
  test: ['test', 'testing', 'testb'],
} as const satisfies Readonly<Record<Split, readonly string[]>>;

/** Files that hold no examples, by their names. */
const BESIDE = /^\.|^readme|^licen[cs]e|^state\.json$|\.(md|gz|zip|tar|tgz|bz2|xz|py|sh|pdf|html)$/;

export function mayHoldExamples(name: string): boolean {
  return !BESIDE.test(name.toLowerCase());
}

/**
 * The split that a file's or folder's name says with one of the usual words: `eng.testa`, `S2-train.txt`, `DevData.json`.
 * Undefined where it says none, or two.
 */
export function splitOfName(name: string): Split | undefined {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  const said = SPLITS.filter((split) =>
    words.some((word) => (WORDS[split] as readonly string[]).includes(word)),
  );
  return said.length === 1 ? said[0] : undefined;
}

/**
 * The files of each split among the names in a folder. Several names are one split only as its numbered parts
 * (`train-0-of-2.parquet`, `train-1-of-2.parquet`).
 *
 * @throws ProuieError PROUIE_SPLIT_AMBIGUOUS when two different names say the same split
 */
export function splitsOfNames(names: readonly string[]): Readonly<Partial<Record<Split, readonly string[]>>> {
  const files: Partial<Record<Split, string[]>> = {};
  for (const name of [...names].sort()) {
    const split = mayHoldExamples(name) ? splitOfName(name) : undefined;
    if (split === undefined) continue;
    const ofSplit = (files[split] ??= []);
    const [other] = ofSplit;
    if (other !== undefined && withoutNumbers(other) !== withoutNumbers(name)) {
      throw new ProuieError(
        'PROUIE_SPLIT_AMBIGUOUS',
        `Both ${other} and ${name} are files of ${split} by their names.`,
        {
          hint: `Name those that are meant, for example --split ${split}=${other}.`,
        },
      );
    }
    ofSplit.push(name);
  }
  return files;
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '#');
}
