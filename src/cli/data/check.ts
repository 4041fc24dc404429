import type { Card } from '../../corpora/card.ts';
import type { ImportSummary } from '../../corpora/import.ts';
import { formatLocation, isProuieError, type Location } from '../../errors.ts';
import { EXIT } from '../io.ts';
import { type CardFinding, checkCards } from './card-findings.ts';
import { type CorpusFolder, corpusFolder, DATA_FLAG, whyMissing } from './corpus-folder.ts';
import type { DataCommand } from './data-command.ts';
import { importRemarks } from './import-remarks.ts';
import { type CorpusTexts, findTextOverlap } from './text-overlap.ts';

/** What the check says of one corpus. `problems` fail it; `remarks` are worth knowing. */
interface CorpusFinding {
  readonly dataset: string;
  readonly found: string;
  readonly counts: ImportSummary['counts'] | null;
  readonly problems: readonly string[];
  readonly remarks: readonly string[];
}

/** `prouie data check`: cards against the paper, corpora against their cards. */
export const check: DataCommand = {
  commandLine: {
    command: 'data check',
    summary:
      "Checks the cards against the paper, and the corpora under --data against the cards.\nLooks for cards that do not sum to the paper's rows, mixtures that draw from a set out of domain, malformed lines, unknown labels, empty splits, repeated ids, counts, texts in several splits.\nExits with 1 when something is wrong; a count that differs from Table 8 is shown, and is not wrong.",
    flags: { ...DATA_FLAG, json: { description: 'as JSON' } },
    operandCount: [0, 0],
  },
  async run(context) {
    const { args, io, cards } = context;
    const folder = corpusFolder(context);
    const ofCards = checkCards(cards);
    const textsOf = findTextOverlap();
    const corpora: CorpusFinding[] = [];
    // Out of domain first: the training texts of all others are looked up among theirs.
    const ordered = [...cards].sort((a, b) => Number(a.domain === 'in') - Number(b.domain === 'in'));
    for (const card of folder === undefined ? [] : ordered)
      corpora.push(await checkCorpus(card, folder!, textsOf(card)));
    corpora.sort((a, b) => rowOf(cards, a) - rowOf(cards, b));
    const good =
      ofCards.every((finding) => finding.good) && corpora.every((finding) => finding.problems.length === 0);
    if (args.has('json')) {
      io.stdout.write(`${JSON.stringify({ schemaVersion: 1, good, cards: ofCards, corpora })}\n`);
    } else {
      io.stdout.write(`${ofCards.map(cardLine).join('')}${corpora.map(corpusLines).join('')}`);
    }
    if (corpora.length > 0 && corpora.every(({ found }) => found === 'absent')) {
      io.stderr.write(
        'None of the data sets was found under --data: the folder should hold NER/, RE/ and EE/, or IE_INSTRUCTIONS/ (see docs/data.md).\n',
      );
      return EXIT.failed;
    }
    return good ? EXIT.done : EXIT.failed;
  },
};

async function checkCorpus(card: Card, folder: CorpusFolder, texts: CorpusTexts): Promise<CorpusFinding> {
  const dataset = card.id;
  const found = folder.find(card);
  if (found.state === 'absent') return { dataset, found: 'absent', counts: null, problems: [], remarks: [] };
  if (found.state === 'partial')
    return { dataset, found: 'half there', counts: null, problems: [whyMissing(found)], remarks: [] };
  const corpus = folder.import(card, found, { unknownLabels: 'count' });
  const problems: string[] = [];
  const ids = new Set<string>();
  let repeated = 0;
  try {
    for await (const example of corpus.examples) {
      if (ids.has(example.id)) repeated++;
      ids.add(example.id);
      texts.add(example);
    }
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    problems.push([`${place(cause.location)}${cause.message}`, cause.hint].filter(Boolean).join(' '));
  }
  const summary = corpus.summary();
  if (repeated > 0) problems.push(`${repeated} ids are there more than once`);
  for (const { label, count, first, hint } of summary.unknown) {
    problems.push([`${place(first)}unknown ${label} (${count} times).`, hint].filter(Boolean).join(' '));
  }
  const remarks = problems.length > 0 ? [] : [...importRemarks(card, summary), ...texts.remarks()];
  return { dataset, found: found.layout.format, counts: summary.counts, problems, remarks };
}

function rowOf(cards: readonly Card[], finding: CorpusFinding): number {
  return cards.findIndex((card) => card.id === finding.dataset);
}

function place(location: Location | undefined): string {
  return location === undefined ? '' : `${formatLocation(location)}: `;
}

function cardLine({ good, text }: CardFinding): string {
  return `${good ? 'ok ' : 'BAD'}  ${text}\n`;
}

function corpusLines({ dataset, found, counts, problems, remarks }: CorpusFinding): string {
  if (found === 'absent') return '';
  const numbers =
    counts === null
      ? ''
      : `  ${[counts.train, counts.val, counts.test].map((count) => count ?? '-').join(' / ')}`;
  const head = `${problems.length === 0 ? 'ok ' : 'BAD'}  ${dataset}  ${found}${numbers}\n`;
  return [
    head,
    ...problems.map((text) => `     problem: ${text}\n`),
    ...remarks.map((text) => `     ${text}\n`),
  ].join('');
}
