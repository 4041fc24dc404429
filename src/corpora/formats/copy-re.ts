import type { Location } from '../../errors.ts';
import type { Relation } from '../../uie/records.ts';
import type { Format, RawSentence } from '../format.ts';
import { cutElements, type JsonElement } from '../json-elements.ts';
import { isFields, leadingJson } from '../json-head.ts';
import { firstCharacter, recordOf } from '../json-records.ts';
import { malformed } from '../malformed.ts';
import type { Source } from '../source.ts';

/** What each number of a dictionary stands for. */
type Names = ReadonlyMap<number, string>;

/**
 * NYT and WebNLG as CopyRE prepares them. A file is the lengths of its sentences (which may be left out), the sentences as
 * numbers of words, and the triples of each sentence in one row: place of the head's last word, place of the tail's last
 * word, number of the relation. `words2id.json` and `relations2id.json` are among the sources of every split. Only the last
 * word of a name is in these files. Words are joined with one blank.
 */
export const format: Format = {
  name: 'copy-re',
  describe:
    'CopyRE: [[length...], [[word...]...], [[head, tail, relation...]...]] in numbers, with words2id.json and relations2id.json among the files',
  sample: '[[5], [[0, 1, 2, 3, 4]], [[1, 3, 0]]]\n',
  beside: {
    'words2id.json': '{"Anna": 0, "Keller": 1, "left": 2, "Oslo": 3, ".": 4}\n',
    'relations2id.json': '{"/people/person/place_lived": 0}\n',
  },
  tasks: ['re'],
  recognise(head) {
    const value = leadingJson(head.text ?? '');
    if (isFields(value)) return isDictionary(value);
    const first = Array.isArray(value) ? value[0] : undefined;
    const element = Array.isArray(first) ? first[0] : undefined;
    return typeof element === 'number' || (Array.isArray(element) && typeof element[0] === 'number');
  },
  async *read(sources) {
    const dictionaries: Dictionary[] = [];
    const files: Source[] = [];
    for (const source of sources) {
      if ((await firstCharacter(source)) === '{') dictionaries.push(await readDictionary(source));
      else files.push(source);
    }
    const { words, relations } = tellApart(dictionaries, sources);
    for (const source of files) yield* readSentences(source, words, relations);
  },
};

interface Dictionary {
  readonly path: string;
  readonly names: Names;
}

function isDictionary(value: Readonly<Record<string, unknown>>): boolean {
  const numbers = Object.values(value);
  return numbers.length > 0 && numbers.every(Number.isSafeInteger);
}

async function readDictionary(source: Source): Promise<Dictionary> {
  const names = new Map<number, string>();
  for await (const element of cutElements(source, 0)) {
    const { value, location } = recordOf(element);
    if (!isFields(value) || !isDictionary(value))
      throw malformed('Expected a dictionary from names to whole numbers.', location);
    for (const [name, number] of Object.entries(value as Readonly<Record<string, number>>)) {
      const other = names.get(number);
      if (other !== undefined) {
        throw malformed(
          `Expected each number once, found ${number} for "${other}" and for "${name}".`,
          location,
        );
      }
      names.set(number, name);
    }
  }
  return { path: source.path, names };
}

/** The dictionary with `relation` in its file name, and the other one; without such a name the larger one has the words. */
function tellApart(
  dictionaries: readonly Dictionary[],
  sources: readonly Source[],
): { readonly words: Names; readonly relations: Names } {
  const [first, second] = dictionaries;
  if (first === undefined || second === undefined || dictionaries.length > 2) {
    throw malformed(
      `Expected two dictionaries among the files of a split, words2id.json and relations2id.json, found ${dictionaries.length}.`,
      { file: sources[0]?.path },
      'Name all files of a split, for example --split test=test.json --split test=words2id.json --split test=relations2id.json.',
    );
  }
  const named = dictionaries.filter(({ path }) => /relation[^/\\]*$/i.test(path));
  const smaller = first.names.size < second.names.size ? first : second;
  const relations = named.length === 1 ? named[0]! : smaller;
  const words = relations === first ? second : first;
  return { words: words.names, relations: relations.names };
}

/** Goes through a file at two places at once: its sentences, and the triples that belong to them. */
async function* readSentences(source: Source, words: Names, relations: Names): AsyncGenerator<RawSentence> {
  const list = await firstListOfLists(source);
  const triples = elementsOf(source, list + 1);
  try {
    for await (const sentence of elementsOf(source, list)) {
      const { value: row } = await triples.next();
      if (row === undefined)
        throw malformed('Expected triples for this sentence, found none.', sentence.location);
      yield readSentence(sentence, row, words, relations);
    }
    const { value: rest } = await triples.next();
    if (rest !== undefined)
      throw malformed('Expected a sentence for these triples, found none.', rest.location);
  } finally {
    await triples.return(undefined);
  }
}

/** Which list of the file has the sentences: the second, behind their lengths, or the first. */
async function firstListOfLists(source: Source): Promise<0 | 1> {
  for await (const { text } of cutElements(source, 2)) return text.startsWith('[') ? 0 : 1;
  return 0;
}

async function* elementsOf(source: Source, list: number): AsyncGenerator<JsonElement, undefined> {
  for await (const element of cutElements(source, 2)) if (element.list === list) yield element;
}

function readSentence(sentence: JsonElement, row: JsonElement, words: Names, relations: Names): RawSentence {
  const tokens = numbersOf(sentence).map((number) => nameOf(words, number, 'word', sentence.location));
  const triples = numbersOf(row);
  if (triples.length % 3 !== 0)
    throw malformed(`Expected triples of numbers, found ${triples.length} numbers.`, row.location);
  const tokenAt = (place: number): string => {
    const token = tokens[place];
    if (token !== undefined) return token;
    throw malformed(`Expected the place of one of ${tokens.length} words, found ${place}.`, row.location);
  };
  const found: Relation[] = [];
  for (let index = 0; index < triples.length; index += 3) {
    const type = nameOf(relations, triples[index + 2]!, 'relation', row.location);
    found.push({ type, head: tokenAt(triples[index]!), tail: tokenAt(triples[index + 1]!) });
  }
  return { text: tokens.join(' '), location: sentence.location, relations: found };
}

function numbersOf(element: JsonElement): readonly number[] {
  const { value, location } = recordOf(element);
  if (!Array.isArray(value) || !value.every(Number.isSafeInteger))
    throw malformed('Expected a list of whole numbers.', location);
  return value as readonly number[];
}

function nameOf(names: Names, number: number, kind: 'word' | 'relation', location: Location): string {
  const name = names.get(number);
  if (name === undefined) throw malformed(`Expected the number of a ${kind}, found ${number}.`, location);
  return name;
}
