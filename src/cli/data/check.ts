import { type AnnotationFindings, createAnnotationCheck } from '../../corpora/annotation-findings.ts';
import type { Card } from '../../corpora/card.ts';
import { type CountDifference, compareCounts } from '../../corpora/count-differences.ts';
import type { ImportSummary } from '../../corpora/import.ts';
import {
  createTextOverlap,
  type SharedTexts,
  type TextCount,
  type TextOverlap,
} from '../../corpora/text-overlap.ts';
import { isProuieError, locationPrefix } from '../../errors.ts';
import { SPLITS, type Split } from '../../uie/records.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { type CardFinding, checkCards } from './card-findings.ts';
import { annotationRemarks, overlapRemarks } from './check-remarks.ts';
import { type CorpusFolder, corpusFolder, DATA_FLAG, whyMissing } from './corpus-folder.ts';
import type { DataCommand } from './data-command.ts';
import { importRemarks } from './import-remarks.ts';

/** What the check says of one corpus. `problems` fail it; `remarks` are worth knowing. */
interface CorpusFinding {
  readonly dataset: string;
  readonly found: string;
  readonly counts: ImportSummary['counts'] | null;
  readonly problems: readonly string[];
  readonly remarks: readonly string[];
  /** Where Table 8 has other counts. */
  readonly differences?: readonly CountDifference[];
  readonly annotation?: AnnotationFindings;
  /** Rows that repeat a text of their split. */
  readonly repeated?: Readonly<Partial<Record<Split, TextCount>>>;
  /** Texts of its splits that stand in another split, or in the training rows of another data set. */
  readonly shared?: readonly SharedTexts[];
}

/** `prouie data check`: cards against the paper, corpora against their cards. */
export const check: DataCommand = {
  commandLine: {
    command: 'data check',
    summary:
      "Checks the cards against the paper, and the corpora under --data against the cards.\nLooks for cards that do not sum to the paper's rows, mixtures that draw from a set out of domain, malformed lines, unknown labels, empty splits.\nShows counts that differ from Table 8 with what is known about them, what was mended, repeated ids and texts, test texts in training rows, labels without use, rows without annotation, mentions that are not in their text.\nExits with 1 when something is wrong; what is only shown is not wrong.",
    flags: { ...DATA_FLAG, json: { description: 'as JSON' } },
    operandCount: [0, 0],
  },
  async run(context) {
    const { args, io, cards, ofPaper } = context;
    const folder = corpusFolder(context);
    const ofCards = checkCards(ofPaper);
    const overlap = createTextOverlap();
    const read: CorpusFinding[] = [];
    for (const card of folder === undefined ? [] : cards)
      read.push(await checkCorpus(card, folder!, overlap));
    const corpora = addOverlap(read, overlap, cards);
    const good =
      ofCards.every((finding) => finding.good) && corpora.every((finding) => finding.problems.length === 0);
    if (args.has('json')) {
      printReport(io, { good, cards: ofCards, corpora });
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

async function checkCorpus(card: Card, folder: CorpusFolder, overlap: TextOverlap): Promise<CorpusFinding> {
  const dataset = card.id;
  const found = folder.find(card);
  if (found.state === 'absent') return { dataset, found: 'absent', counts: null, problems: [], remarks: [] };
  if (found.state === 'partial')
    return { dataset, found: 'half there', counts: null, problems: [whyMissing(found)], remarks: [] };
  const corpus = folder.import(card, found, { unknownLabels: 'count' });
  const annotation = createAnnotationCheck(card.schema);
  const problems: string[] = [];
  try {
    for await (const example of corpus.examples) {
      overlap.add(example);
      annotation.add(example);
    }
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    problems.push(
      [`${locationPrefix(cause.location)}${cause.message}`, cause.hint].filter(Boolean).join(' '),
    );
  }
  const summary = corpus.summary();
  for (const { label, count, first, hint } of summary.unknown) {
    problems.push(
      [`${locationPrefix(first)}unknown ${label} (${count} times).`, hint].filter(Boolean).join(' '),
    );
  }
  const { format } = found.layout;
  if (problems.length > 0) return { dataset, found: format, counts: summary.counts, problems, remarks: [] };
  const findings = annotation.findings();
  return {
    dataset,
    found: format,
    counts: summary.counts,
    problems,
    remarks: [...importRemarks(card, summary), ...annotationRemarks(findings)],
    differences: compareCounts(card, summary.counts),
    annotation: findings,
  };
}

/** The findings with what was found when all corpora were read: texts that stand in several places. */
function addOverlap(
  findings: readonly CorpusFinding[],
  overlap: TextOverlap,
  cards: readonly Card[],
): readonly CorpusFinding[] {
  const trainedOn = new Set(cards.filter(({ domain }) => domain === 'in').map(({ id }) => id));
  const all = overlap
    .shared()
    .filter(({ of, inside }) => of.dataset === inside.dataset || trainedOn.has(inside.dataset));
  return findings.map((finding) => {
    const { dataset, counts, problems } = finding;
    if (counts === null || problems.length > 0) return finding;
    const splits = SPLITS.filter((split) => counts[split] !== null);
    const repeated = Object.fromEntries(
      splits
        .map((split) => [split, overlap.repeated({ dataset, split })] as const)
        .filter(([, rows]) => rows.alike > 0),
    );
    const shared = all.filter(({ of }) => of.dataset === dataset);
    const remarks = overlapRemarks(repeated, shared, overlap);
    return { ...finding, remarks: [...finding.remarks, ...remarks], repeated, shared };
  });
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
