import type { Location } from '../../errors.ts';
import type { Relation } from '../../uie/records.ts';
import type { FileHead, Format, RawSentence, Repair } from '../format.ts';
import { firstLines } from '../head-lines.ts';
import { malformed } from '../malformed.ts';
import { readLines, type Source } from '../source.ts';
import { checkTag, taggedSentence } from '../tagged-sentence.ts';
import { decodeTags } from '../tags.ts';

/** What stands in the place of a relation where a token has none. */
const NO_RELATION = 'N';
const DOCUMENT = /^#doc\b/;
const ROW = /^\d+\t+[^\t]+\t+[^\t]+\t+\[[^\t]*\]\t+\[[^\t]*\]\s*$/;

/** A token with its tag and the relations of which it is the head; each leads to the number of a token. */
interface Row {
  readonly location: Location;
  readonly number: number;
  readonly token: string;
  readonly tag: string;
  readonly relations: readonly string[];
  readonly tails: readonly number[];
}

/**
 * The columns of Bekoulis et al. (2018), in which CoNLL04 and ADE are held: number, token, tag, list of relations, list of
 * the tokens that they lead to. A mention is named by its last token; any token of it stands for it here. A `#doc` line
 * begins a sentence, and so does a number that is not larger than the one before.
 */
export const format: Format = {
  name: 'multihead',
  describe:
    'number, token, tag, list of relations, list of the tokens at their other end, with tabs between them; `#doc` lines',
  sample:
    "#doc 1\n0\tAnna\tB-Peop\t['N']\t[0]\n1\tKeller\tI-Peop\t['Live_In']\t[4]\n2\tis\tO\t['N']\t[2]\n3\tin\tO\t['N']\t[3]\n4\tOslo\tB-Loc\t['N']\t[4]\n",
  tasks: ['ner', 're'],
  recognise: (head: FileHead) => {
    const rows = firstLines(head, 50).filter((line) => !DOCUMENT.test(line));
    return rows.length > 0 && rows.every((line) => ROW.test(line));
  },
  async *read(sources) {
    for (const source of sources) yield* readSentences(source);
  },
};

async function* readSentences(source: Source): AsyncGenerator<RawSentence> {
  let rows: Row[] = [];
  for await (const { number, text } of readLines(source)) {
    const isDocument = DOCUMENT.test(text);
    const row =
      isDocument || text.trim() === '' ? undefined : readRow(text, { file: source.path, line: number });
    if (rows.length > 0 && (isDocument || (row !== undefined && row.number <= rows.at(-1)!.number))) {
      yield sentence(rows);
      rows = [];
    }
    if (row !== undefined) rows.push(row);
  }
  if (rows.length > 0) yield sentence(rows);
}

function readRow(text: string, location: Location): Row {
  const cells = text.trimEnd().split(/\t+/);
  if (cells.length !== 5) throw malformed(`Expected 5 columns with tabs, found ${cells.length}.`, location);
  const [number, token, tag, relations, tails] = cells.map((cell) => cell.trim()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  if (!/^\d+$/.test(number)) throw malformed(`Expected the number of a token, found "${number}".`, location);
  const labels = readList(relations, NAMES, location);
  const ends = readList(tails, NUMBERS, location).map(Number);
  if (labels.length !== ends.length) {
    const found = `${labels.length} relations to ${ends.length} tokens`;
    throw malformed(`Expected a token for each relation, found ${found}.`, location);
  }
  return {
    location,
    number: Number(number),
    token,
    tag: checkTag(tag, 'bioes', location),
    relations: labels,
    tails: ends,
  };
}

/** A list as Python writes it: what it has to look like, its items, and an example. */
interface ListForm {
  readonly whole: RegExp;
  readonly item: RegExp;
  readonly example: string;
}

const NAMES: ListForm = {
  whole: /^\[\s*(?:(?:'[^']*'|"[^"]*")\s*(?:,\s*|(?=\])))*\]$/,
  item: /'([^']*)'|"([^"]*)"/g,
  example: "['Live_In', 'Work_For']",
};
const NUMBERS: ListForm = { whole: /^\[\s*(?:\d+\s*(?:,\s*|(?=\])))*\]$/, item: /(\d+)/g, example: '[4, 7]' };

function readList(text: string, { whole, item, example }: ListForm, location: Location): readonly string[] {
  if (!whole.test(text)) throw malformed(`Expected a list such as ${example}, found ${text}.`, location);
  return [...text.matchAll(item)].map(([, one, other]) => one ?? other ?? '');
}

function sentence(rows: readonly Row[]): RawSentence {
  const { location } = rows[0]!;
  const tokens = rows.map(({ token, location: { line } }) => ({ text: token, line: line! }));
  const tags = rows.map(({ tag }) => tag);
  const tagged = taggedSentence(tokens, [tags], 'bioes', location);
  const { spans } = decodeTags(tags, 'bioes');
  const repairs: Repair[] = [...(tagged.repairs ?? [])];
  const mentionAt = (index: number): string => {
    const span = spans.findIndex(({ start, end }) => start <= index && index < end);
    if (span >= 0) return tagged.entities![span]!.text;
    repairs.push('untagged-argument');
    return tokens[index]!.text;
  };
  const relations = rows.flatMap((row, index) =>
    row.relations.flatMap((type, at): Relation[] => {
      if (type === NO_RELATION) return [];
      const tail = rows.findIndex(({ number }) => number === row.tails[at]);
      if (tail < 0) {
        const last = `a token of this sentence, the last of which is ${rows.at(-1)!.number}`;
        throw malformed(`Expected ${type} to lead to ${last}; found ${row.tails[at]}.`, row.location);
      }
      return [{ type, head: mentionAt(index), tail: mentionAt(tail) }];
    }),
  );
  return { ...tagged, relations, repairs };
}
