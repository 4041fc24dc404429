import type { Location } from '../../errors.ts';
import type { Entity, Relation } from '../../uie/records.ts';
import type { Format, RawEntity, RawSentence } from '../format.ts';
import { malformed } from '../malformed.ts';
import { type Line, readLines, type Source } from '../source.ts';

/** Words that the file writes in place of punctuation. */
const PUNCTUATION = {
  COMMA: ',',
  '-LRB-': '(',
  '-RRB-': ')',
  '-LSB-': '[',
  '-RSB-': ']',
  '-LCB-': '{',
  '-RCB-': '}',
} as const;

const TOKEN_COLUMNS = 9;
const RELATION = /^(\d+)\t+(\d+)\t+(\S+)\s*$/;
const NUMBER = /^\d+$/;

/**
 * The corpus of Roth and Yih (2004) as they wrote it: sentence, entity type, place, -, part of speech, words, and three
 * columns more, with tabs between them. An entity is one row, its words joined with slashes. Behind a blank line follow the
 * relations (place of head, place of tail, type), and a blank line ends the sentence. Words are joined with one blank.
 */
export const format: Format = {
  name: 'conll04-corp',
  describe:
    'conll04.corp: sentence, type, place, O, part of speech, words with slashes, O, O, O; a blank line, relations by place, a blank line',
  sample:
    '7\tPeop\t0\tO\tNNP/NNP\tAnna/Keller\tO\tO\tO\n7\tO\t1\tO\tVBD\tleft\tO\tO\tO\n7\tLoc\t2\tO\tNNP\tOslo\tO\tO\tO\n7\tO\t3\tO\t.\t.\tO\tO\tO\n\n0\t2\tLive_In\n\n',
  tasks: ['ner', 're'],
  recognise({ text }) {
    const line = text?.split('\n').find((one) => one.trim() !== '');
    const cells = line?.trimEnd().split('\t') ?? [];
    return cells.length === TOKEN_COLUMNS && NUMBER.test(cells[0]!) && NUMBER.test(cells[2]!);
  },
  async *read(sources) {
    for (const source of sources) yield* readSentences(source);
  },
};

interface OpenSentence {
  readonly number: string;
  readonly location: Location;
  readonly words: string[];
  readonly entities: RawEntity[];
  /** The entity of each place that bears one. */
  readonly places: Map<string, Entity>;
  readonly relations: Relation[];
  /** Whether the blank line behind the words was there. */
  wordsEnded: boolean;
}

async function* readSentences(source: Source): AsyncGenerator<RawSentence> {
  let open: OpenSentence | undefined;
  for await (const line of readLines(source)) {
    const location = { file: source.path, line: line.number };
    if (line.text.trim() === '') {
      if (open !== undefined) open.wordsEnded = true;
      continue;
    }
    const relation = RELATION.exec(line.text);
    if (relation !== null && open?.wordsEnded) {
      const [, head, tail, type] = relation;
      open.relations.push({
        type: type!,
        head: side(open, head!, location),
        tail: side(open, tail!, location),
      });
      continue;
    }
    const cells = readCells(line, location);
    if (open !== undefined && (open.wordsEnded || open.number !== cells[0])) {
      yield sentence(open);
      open = undefined;
    }
    open ??= {
      number: cells[0]!,
      location,
      words: [],
      entities: [],
      places: new Map(),
      relations: [],
      wordsEnded: false,
    };
    addRow(open, cells, line.number);
  }
  if (open !== undefined) yield sentence(open);
}

function readCells(line: Line, location: Location): readonly string[] {
  const cells = line.text.trimEnd().split('\t');
  if (cells.length !== TOKEN_COLUMNS) {
    const expected = `Expected ${TOKEN_COLUMNS} columns with tabs between them, or behind a blank line two places and a relation`;
    throw malformed(`${expected}, found ${cells.length} columns.`, location);
  }
  return cells;
}

function addRow(open: OpenSentence, cells: readonly string[], line: number): void {
  const [, type, place, , , written] = cells;
  const words = type === 'O' ? [punctuated(written!)] : written!.split('/').map(punctuated);
  open.words.push(...words);
  if (type === 'O') return;
  const entity = { type: type!, text: words.join(' '), line };
  open.entities.push(entity);
  open.places.set(place!, entity);
}

function punctuated(word: string): string {
  return Object.hasOwn(PUNCTUATION, word) ? PUNCTUATION[word as keyof typeof PUNCTUATION] : word;
}

function side(open: OpenSentence, place: string, location: Location): string {
  const entity = open.places.get(place);
  if (entity === undefined) {
    const expected = `Expected the relation to join places of entities of sentence ${open.number}`;
    throw malformed(`${expected}, found ${place}.`, location);
  }
  return entity.text;
}

function sentence({ location, words, entities, relations }: OpenSentence): RawSentence {
  return { text: words.join(' '), location, entities, relations };
}
