import type { Location } from '../../errors.ts';
import type { Relation } from '../../uie/records.ts';
import type { FileHead, Format, RawSentence } from '../format.ts';
import { firstLines } from '../head-lines.ts';
import { malformed } from '../malformed.ts';
import { readLines, type Source } from '../source.ts';

const ROW = /^\d+\|.*\|[^|]+\|\d+\|\d+\|[^|]+\|\d+\|\d+\s*$/;
const COLUMNS = 8;

/** The format's name for its relations, which SpERT's copy of the corpus has too. */
const RELATION = 'Adverse-Effect';

interface Row {
  readonly document: string;
  readonly text: string;
  /** The adverse effect. */
  readonly head: string;
  readonly headStart: number;
  /** The drug. */
  readonly tail: string;
  readonly tailStart: number;
  readonly location: Location;
}

/**
 * `DRUG-AE.rel` of the ADE corpus: a relation a line, sentences repeated for each of theirs. Offsets count from the start
 * of a document that is not in the corpus, so they say nothing but the order; rows of a document with the same text are one
 * sentence, and documents follow one another.
 */
export const format: Format = {
  name: 'ade-rel',
  describe:
    'one relation a line: PubMed id|sentence|adverse effect|begin|end|drug|begin|end; offsets in the document',
  sample: '4711|Rash after mintol was mild.|Rash|120|124|mintol|131|137\n',
  tasks: ['re'],
  recognise: (head: FileHead) => {
    const lines = firstLines(head, 20);
    return lines.length > 0 && lines.every((line) => ROW.test(line));
  },
  async *read(sources) {
    for (const source of sources) yield* readDocuments(source);
  },
};

async function* readDocuments(source: Source): AsyncGenerator<RawSentence> {
  const documents = new Set<string>();
  let rows: Row[] = [];
  for await (const line of readLines(source)) {
    if (line.text.trim() === '') continue;
    const row = readRow(line.text, { file: source.path, line: line.number });
    if (rows.length > 0 && rows[0]!.document !== row.document) {
      yield* sentences(rows);
      rows = [];
    }
    if (rows.length === 0 && documents.has(row.document)) {
      const message = `Expected the rows of document ${row.document} to stand together; others stand further up.`;
      throw malformed(message, row.location, 'Sort the file by its first column.');
    }
    documents.add(row.document);
    rows.push(row);
  }
  yield* sentences(rows);
}

function readRow(line: string, location: Location): Row {
  const cells = line.trimEnd().split('|');
  // A sentence may have bars of its own; the columns behind it have none.
  if (cells.length < COLUMNS)
    throw malformed(`Expected ${COLUMNS} columns with | between them, found ${cells.length}.`, location);
  const text = cells.slice(1, cells.length - COLUMNS + 2).join('|');
  const [head, tail] = [cells.slice(-6, -3), cells.slice(-3)];
  return {
    document: cells[0]!,
    text,
    head: head[0]!,
    headStart: startOf(head, location),
    tail: tail[0]!,
    tailStart: startOf(tail, location),
    location,
  };
}

/** Where a mention begins in its document. */
function startOf([mention, from, to]: readonly string[], location: Location): number {
  const isSpan = /^\d+$/.test(from!) && /^\d+$/.test(to!) && Number(from) < Number(to);
  if (!isSpan) throw malformed(`Expected "${mention}" to span some text, found ${from} to ${to}.`, location);
  return Number(from);
}

function* sentences(rows: readonly Row[]): Generator<RawSentence> {
  const byText = new Map<string, Row[]>();
  for (const row of rows) {
    const group = byText.get(row.text);
    if (group === undefined) byText.set(row.text, [row]);
    else group.push(row);
  }
  for (const [text, group] of byText) {
    const ordered = [...group].sort((a, b) => a.headStart - b.headStart || a.tailStart - b.tailStart);
    const outside = ordered.flatMap(({ head, tail }) => [head, tail].filter((part) => !text.includes(part)));
    yield {
      text,
      location: group[0]!.location,
      relations: ordered.map(({ head, tail }): Relation => ({ type: RELATION, head, tail })),
      repairs: outside.map(() => 'mention-not-in-text'),
    };
  }
}
