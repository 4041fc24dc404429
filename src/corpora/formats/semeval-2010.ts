import type { Format, RawSentence } from '../format.ts';
import { firstLines } from '../head-lines.ts';
import { malformed } from '../malformed.ts';
import { markedSentence } from '../marked-text.ts';
import { type Line, readLines, type Source } from '../source.ts';

const SENTENCE = /^(\d+)\s+"([\s\S]*)"\s*$/;
const KEY = /^(\d+)\s+([^"\s]\S*)\s*$/;
const LABEL = /^\s*[^\s"<>]+\s*$/;
const COMMENT = /^comment/i;
const BEGINNING = /^\d+\s+".*<e[12]>/;

/**
 * The original files of SemEval-2010 task 8, and those of KBP37: a numbered sentence in quotes and its label on the next
 * line; SemEval has a comment behind it, KBP37 has `no_relation` for a label and arguments without text. Test files may
 * have no labels; then a key file with `number label` lines is among the sources.
 */
export const format: Format = {
  name: 'semeval-2010',
  describe:
    'numbered sentence in quotes with <e1> and <e2>, its label, maybe a comment, a line each; labels also from a key file',
  sample: '1\t"The <e1>flood</e1> came from the <e2>storm</e2>."\nCause-Effect(e2,e1)\nComment: none\n',
  tasks: ['re'],
  recognise: (head) => firstLines(head, 1).some((line) => BEGINNING.test(line)),
  async *read(sources) {
    const keys = new Map<string, string>();
    const texts: Source[] = [];
    for (const source of sources) {
      if (await isKeyFile(source)) await readKeys(source, keys);
      else texts.push(source);
    }
    for (const source of texts) yield* readSentences(source, keys);
  },
};

async function isKeyFile(source: Source): Promise<boolean> {
  for await (const line of readLines(source)) {
    if (line.text.trim() !== '') return KEY.test(line.text);
  }
  return false;
}

async function readKeys(source: Source, keys: Map<string, string>): Promise<void> {
  for await (const line of readLines(source)) {
    if (line.text.trim() === '') continue;
    const match = KEY.exec(line.text);
    const location = { file: source.path, line: line.number };
    if (match === null) throw malformed('Expected the number of a sentence and its label.', location);
    if (keys.has(match[1]!))
      throw malformed(`Expected one label for sentence ${match[1]}, found another.`, location);
    keys.set(match[1]!, match[2]!);
  }
}

async function* readSentences(
  source: Source,
  keys: ReadonlyMap<string, string>,
): AsyncGenerator<RawSentence> {
  let open: { readonly line: Line; readonly number: string; readonly marked: string } | undefined;
  const finish = (label: string | undefined): RawSentence => {
    const { line, number, marked } = open!;
    open = undefined;
    const location = { file: source.path, line: line.number };
    const found = label ?? keys.get(number);
    if (found === undefined) {
      throw malformed(
        `Expected a relation such as Cause-Effect(e1,e2) on the line after sentence ${number}, or a key for it.`,
        location,
      );
    }
    return { ...markedSentence(marked, found, location), sourceId: number };
  };
  for await (const line of readLines(source)) {
    const match = SENTENCE.exec(line.text);
    if (match !== null) {
      if (open !== undefined) yield finish(undefined);
      open = { line, number: match[1]!, marked: match[2]! };
    } else if (line.text.trim() === '' || COMMENT.test(line.text)) {
      // Neither holds anything of a sentence; both may stand anywhere.
    } else if (open !== undefined && LABEL.test(line.text)) {
      yield finish(line.text);
    } else {
      const expected = open === undefined ? 'a number and a sentence in quotes' : LABEL_EXPECTED;
      throw malformed(`Expected ${expected}.`, { file: source.path, line: line.number });
    }
  }
  if (open !== undefined) yield finish(undefined);
}

const LABEL_EXPECTED = 'a relation such as Cause-Effect(e1,e2), or a number and a sentence in quotes';
