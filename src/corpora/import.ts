import { isProuieError, ProuieError } from '../errors.ts';
import { type Example, SPLITS, type Split } from '../uie/records.ts';
import { findFormat } from './all-formats.ts';
import { isEmpty, readAnnotations } from './annotation.ts';
import type { Card, CorpusLayout } from './card.ts';
import { repetitionFinder } from './digests.ts';
import { type Encoding, findEncoding } from './encoding.ts';
import type { RawSentence, Repair } from './format.ts';
import { labelReader } from './labels.ts';
import type { Source } from './source.ts';
import { type UnknownLabel, type UnknownLabels, unknownLabels } from './unknown-labels.ts';

/** What of a card decides how its corpus is imported; source, licence and remarks do not. */
export type ImportCard = Pick<Card, 'id' | 'task' | 'schema' | 'labelMap' | 'emptyRows'>;

export interface ImportOptions {
  /** `fail` (the default) throws behind a split with labels that the card does not know, `count` leaves the annotation out. */
  readonly unknownLabels?: 'fail' | 'count';
}

/** Opens a file of a layout as text in this encoding. */
export type OpenSource = (path: string, encoding: Encoding) => Source;

export interface RepairCount {
  readonly split: Split;
  readonly repair: Repair;
  readonly count: number;
}

export interface ImportSummary {
  /** Examples of each split; null for a split that the layout does not have. */
  readonly counts: Readonly<Record<Split, number | null>>;
  /** Sentences read from each split's own files, before any was dropped or held out. */
  readonly read: Readonly<Partial<Record<Split, number>>>;
  readonly repairs: readonly RepairCount[];
  readonly unknown: readonly UnknownLabel[];
}

export interface ImportedCorpus {
  /** All examples, train first; can be gone through once. */
  readonly examples: AsyncIterable<Example>;
  /** What was imported so far. */
  summary(): ImportSummary;
}

/**
 * Imports a corpus, one example at a time. Ids are `<card>/<split>/<number from 1>`. A split that the layout holds out is
 * the last rows of another one, counted after rows were dropped.
 *
 * @param open opens a path of the layout; the layout's option `encoding` (UTF-8 without one) belongs to the files and is
 *   no option of the format
 * @throws ProuieError while the examples are gone through: PROUIE_CORPUS_MALFORMED, PROUIE_LABEL_UNKNOWN with file and
 *   line; PROUIE_FORMAT_UNKNOWN, PROUIE_FORMAT_TASK; PROUIE_SPLIT_EMPTY, PROUIE_SPLIT_SHORT
 */
export function importCorpus(
  card: ImportCard,
  layout: CorpusLayout,
  open: OpenSource,
  options: ImportOptions = {},
): ImportedCorpus {
  const tally = newTally();
  return {
    examples: importExamples(card, layout, open, options, tally),
    summary: () => summarize(layout, tally),
  };
}

interface Tally {
  readonly read: Map<Split, number>;
  readonly kept: Map<Split, number>;
  readonly repairs: Map<Split, Map<Repair, number>>;
  readonly unknown: UnknownLabels;
}

function newTally(): Tally {
  return { read: new Map(), kept: new Map(), repairs: new Map(), unknown: unknownLabels() };
}

type Row = Pick<Example, 'text' | 'gold'>;

async function* importExamples(
  card: ImportCard,
  layout: CorpusLayout,
  open: OpenSource,
  options: ImportOptions,
  tally: Tally,
): AsyncGenerator<Example> {
  const { id: dataset, task, schema } = card;
  const example = (split: Split, row: Row): Example => {
    const number = (tally.kept.get(split) ?? 0) + 1;
    tally.kept.set(split, number);
    return {
      id: `${dataset}/${split}/${number}`,
      dataset,
      task,
      split,
      text: row.text,
      schema,
      gold: row.gold,
    };
  };
  const { encoding: named, ...formatOptions } = layout.options;
  const encoding = findEncoding(String(named ?? 'utf-8'));
  for (const split of SPLITS) {
    const files = layout.files[split];
    if (files === undefined) continue;
    const sources = files.map((file) => open(file, encoding));
    const heirs = SPLITS.filter((heir) => layout.holdOut[heir]?.from === split);
    const heldOut = heirs.reduce((sum, heir) => sum + layout.holdOut[heir]!.last, 0);
    const last: Row[] = [];
    let kept = 0;
    for await (const row of readRows(card, layout.format, split, sources, formatOptions, options, tally)) {
      const slot = kept++ % Math.max(heldOut, 1);
      const ready = heldOut === 0 ? row : last[slot];
      if (heldOut > 0) last[slot] = row;
      if (ready !== undefined) yield example(split, ready);
    }
    checkSize(card, split, files, kept, heldOut, tally);
    let next = kept;
    for (const heir of heirs) {
      for (let count = layout.holdOut[heir]!.last; count > 0; count--)
        yield example(heir, last[next++ % heldOut]!);
    }
  }
}

/** The rows of a split's own files that the card keeps. */
async function* readRows(
  card: ImportCard,
  formatName: string,
  split: Split,
  sources: readonly Source[],
  formatOptions: Readonly<Record<string, unknown>>,
  options: ImportOptions,
  tally: Tally,
): AsyncGenerator<Row> {
  const format = findFormat(formatName);
  if (!format.tasks.includes(card.task)) {
    throw new ProuieError(
      'PROUIE_FORMAT_TASK',
      `Format ${format.name} bears no annotations of task ${card.task}.`,
      {
        hint: `It bears ${format.tasks.join(', ')}; ${card.id} needs ${card.task}.`,
      },
    );
  }
  const labels = labelReader(card);
  const repairs = new Map<Repair, number>();
  tally.repairs.set(split, repairs);
  const repair = (name: Repair): void => {
    repairs.set(name, (repairs.get(name) ?? 0) + 1);
  };
  const refused = (): boolean => options.unknownLabels !== 'count' && tally.unknown.any();
  const checkId = idChecker();
  try {
    for await (const sentence of format.read(sources, formatOptions)) {
      const ofId = checkId(sentence);
      if (ofId !== undefined) repair(ofId);
      tally.read.set(split, (tally.read.get(split) ?? 0) + 1);
      for (const name of sentence.repairs ?? []) repair(name);
      const gold = readAnnotations(sentence, card.task, labels, { repair, unknown: tally.unknown.note });
      if (card.emptyRows === 'drop' && isEmpty(gold)) {
        repair('empty-row-dropped');
        continue;
      }
      if (sentence.text.trim() === '') repair('blank-text');
      // After an unknown label the rest of the split is read only for others, to name them all at once.
      if (!refused()) yield { text: sentence.text, gold };
    }
  } catch (cause) {
    throw refused() && isProuieError(cause) ? tally.unknown.error() : cause;
  }
  if (refused()) throw tally.unknown.error();
}

/** So many ids of a file are remembered, in 36 MB at most. */
const REMEMBERED_IDS = 1_000_000;

/** Says what to count of a sentence's id; files come one after the other. */
function idChecker(): (sentence: RawSentence) => Repair | undefined {
  let file: string | undefined;
  let find = repetitionFinder(REMEMBERED_IDS);
  return ({ sourceId, location }) => {
    if (sourceId === undefined) return undefined;
    if (location.file !== file) find = repetitionFinder(REMEMBERED_IDS);
    file = location.file;
    const found = find(String(sourceId));
    return found === 'repeated' ? 'id-repeated' : found === 'unknown' ? 'id-unchecked' : undefined;
  };
}

function checkSize(
  card: ImportCard,
  split: Split,
  files: readonly string[],
  kept: number,
  heldOut: number,
  tally: Tally,
): void {
  const location = { file: files[0] };
  if (kept === 0) {
    const read = tally.read.get(split) ?? 0;
    const why = read === 0 ? 'holds no sentence' : `holds ${read} sentences, and none with an annotation`;
    throw new ProuieError('PROUIE_SPLIT_EMPTY', `The ${split} split of ${card.id} is empty: it ${why}.`, {
      location,
      hint: 'Is this the right file, and the right format (`prouie data formats`)?',
    });
  }
  if (kept <= heldOut) {
    throw new ProuieError(
      'PROUIE_SPLIT_SHORT',
      `The ${split} split of ${card.id} has ${kept} rows; ${heldOut} of them should be held out.`,
      {
        location,
        hint: 'Name a file for each split with --split, then nothing is held out.',
      },
    );
  }
}

function summarize(layout: CorpusLayout, tally: Tally): ImportSummary {
  const count = (split: Split): number | null => {
    const planned = layout.files[split] !== undefined || layout.holdOut[split] !== undefined;
    return planned ? (tally.kept.get(split) ?? 0) : null;
  };
  return {
    counts: { train: count('train'), val: count('val'), test: count('test') },
    read: Object.fromEntries(tally.read),
    repairs: [...tally.repairs].flatMap(([split, repairs]) =>
      [...repairs].map(([repair, number]) => ({ split, repair, count: number })),
    ),
    unknown: tally.unknown.list(),
  };
}
