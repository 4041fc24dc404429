import type { Card } from '../../corpora/card.ts';
import { countDifficulties } from '../../corpora/difficulty.ts';
import { typeNames } from '../../corpora/schema-names.ts';
import { isProuieError, locationPrefix } from '../../errors.ts';
import type { Example, Split } from '../../uie/records.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { formatTextTable, leftColumn, rightColumn } from '../text-table.ts';
import { type CorpusFolder, corpusFolder, DATA_FLAG, whyMissing } from './corpus-folder.ts';
import type { DataCommand } from './data-command.ts';

interface Statistics {
  readonly counts: Readonly<Record<Split, number | null>>;
  /** Why there are no counts; null where there are. */
  readonly missing: string | null;
  readonly failed: boolean;
  readonly difficulty?: unknown;
}

const NONE = { train: null, val: null, test: null } as const;

/** `prouie data stats`: rows of each split beside those of Table 8. */
export const stats: DataCommand = {
  commandLine: {
    command: 'data stats',
    summary:
      'Counts the rows of every data set under --data beside those of Table 8; without --data, those alone.',
    flags: {
      ...DATA_FLAG,
      difficulty: { description: 'count what makes rows hard, too (several values, nested ones, …)' },
      json: { description: 'as JSON' },
    },
    operandCount: [0, 0],
  },
  async run(context) {
    const { args, io, cards } = context;
    const folder = corpusFolder(context);
    const rows: { readonly card: Card; readonly found: Statistics }[] = [];
    for (const card of cards) rows.push({ card, found: await count(card, folder, args.has('difficulty')) });
    if (args.has('json')) {
      const datasets = rows.map(({ card, found }) => toJson(card, found));
      printReport(io, { datasets });
    } else {
      io.stdout.write(formatRows(rows));
    }
    return rows.some(({ found }) => found.failed) ? EXIT.failed : EXIT.done;
  },
};

async function count(card: Card, folder: CorpusFolder | undefined, difficulty: boolean): Promise<Statistics> {
  if (folder === undefined)
    return { counts: NONE, missing: 'no folder was given with --data', failed: false };
  const found = folder.find(card);
  if (found.state !== 'complete')
    return { counts: NONE, missing: whyMissing(found), failed: found.state === 'partial' };
  const corpus = folder.import(card, found);
  const kept: Example[] = [];
  try {
    for await (const example of corpus.examples) if (difficulty) kept.push(example);
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    return { counts: NONE, missing: `${locationPrefix(cause.location)}${cause.message}`, failed: true };
  }
  const { counts } = corpus.summary();
  return {
    counts,
    missing: null,
    failed: false,
    ...(difficulty ? { difficulty: countDifficulties(kept)[card.task] } : {}),
  };
}

function toJson(card: Card, { counts, missing, difficulty }: Statistics): object {
  const { id, name: dataset, task, domain, schema, published, source } = card;
  const labels = typeNames(schema).length;
  const { train, val, test } = counts;
  return { dataset, task, labels, train, val, test, published, source, missing, id, domain, difficulty };
}

function formatRows(rows: readonly { readonly card: Card; readonly found: Statistics }[]): string {
  const heads = ['train', 'Table 8', 'val', 'Table 8', 'test', 'Table 8'].map(rightColumn);
  const lines = rows.map(({ card, found: { counts, missing } }) => [
    card.id,
    card.task,
    ...(['train', 'val', 'test'] as const).flatMap((split) => [
      shown(counts[split]),
      shown(card.published[split]),
    ]),
    missing ?? '',
  ]);
  const difficulties = rows.flatMap(({ card, found }) =>
    found.difficulty === undefined ? [] : [`${card.id}  ${describe(found.difficulty)}\n`],
  );
  const table = formatTextTable(
    [leftColumn('data set'), leftColumn('task'), ...heads, leftColumn('missing')],
    lines,
  );
  return difficulties.length === 0 ? table : `${table}\n${difficulties.join('')}`;
}

function describe(difficulty: unknown): string {
  const { rows, counts } = difficulty as {
    readonly rows: number;
    readonly counts: Readonly<Record<string, number>>;
  };
  return `${rows} rows: ${Object.entries(counts)
    .map(([name, number]) => `${name} ${number}`)
    .join(', ')}`;
}

function shown(count: number | null): string {
  return count === null ? '-' : String(count);
}
