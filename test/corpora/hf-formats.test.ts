import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  type DataType,
  Field,
  Int64,
  List,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Table,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { fileSource, readFileHead } from '../../src/cli/corpus-files.ts';
import { findFormat } from '../../src/corpora/all-formats.ts';
import type { RawSentence } from '../../src/corpora/format.ts';
import { formatsOf } from '../../src/corpora/recognise.ts';
import { textSource } from '../../src/corpora/source.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { collected } from './collected.ts';
import { runData } from './data-run.ts';

type Options = Readonly<Record<string, unknown>>;

const NAMES = ['O', 'B-PER', 'I-PER', 'B-LOC'];
const classLabel = { names: NAMES, _type: 'ClassLabel' };
const value = { dtype: 'string', _type: 'Value' };
/** The features of tokens with tags, as `datasets` writes them (3 and older `Sequence`, newer ones `List`). */
const features = (list: 'Sequence' | 'List') => ({
  tokens: { feature: value, _type: list },
  ner_tags: { feature: classLabel, _type: list },
});
const metadata = (all: object) => JSON.stringify({ info: { features: all } });

const read = (format: string, paths: readonly string[], options: Options = {}): Promise<RawSentence[]> =>
  collected(
    findFormat(format).read(
      paths.map((path) => fileSource(path, 'utf-8')),
      options,
    ),
  );
const mentions = (sentence: RawSentence) => sentence.entities!.map(({ type, text }) => `${type}: ${text}`);
const looksLike = (path: string) => formatsOf(readFileHead(path, 'utf-8')).map(({ name }) => name);

/** Writes the rows of a query as Parquet. */
async function writeParquet(path: string, query: string, all?: object): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const kept = all === undefined ? '' : `, KV_METADATA {huggingface: ${quoted(metadata(all))}}`;
  await connection.run(`COPY (${query}) TO ${quoted(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048${kept})`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

/** Writes columns as Arrow, each of the batches with the same rows. */
function writeArrow(
  path: string,
  columns: Readonly<Record<string, readonly [type: DataType, values: readonly unknown[]]>>,
  { all, batches = 1, form = 'stream' }: { all?: object; batches?: number; form?: 'stream' | 'file' } = {},
): string {
  const kept = new Map(all === undefined ? [] : [['huggingface', metadata(all)]]);
  const fields = Object.entries(columns).map(([name, [type]]) => new Field(name, type, true));
  const vectors = Object.fromEntries(
    Object.entries(columns).map(([name, [type, values]]) => [name, vectorFromArray([...values], type)]),
  );
  const schema = new Schema(fields, kept);
  const writer = form === 'stream' ? new RecordBatchStreamWriter() : new RecordBatchFileWriter();
  const table = new Table(schema, vectors);
  writer.write(table.concat(...Array<Table>(batches - 1).fill(table)));
  writer.finish();
  writeFileSync(path, writer.toUint8Array(true));
  return path;
}

const list = (of: DataType): List => new List(new Field('item', of, true));
const texts = list(new Utf8());
const numbers = list(new Int64());
const TOKENS = [
  ['Anna', 'Lee', 'saw', 'Oslo'],
  ['Nobody', ' '],
];
const TAGS = [
  [1n, 2n, 0n, 3n],
  [0n, 0n],
];
const EXPECTED = [
  {
    text: 'Anna Lee saw Oslo',
    entities: [
      { type: 'PER', text: 'Anna Lee' },
      { type: 'LOC', text: 'Oslo' },
    ],
    repairs: [],
  },
  { text: 'Nobody', entities: [], repairs: ['blank-token'] },
];
const TAGGED = "SELECT ['Anna', 'Lee', 'saw', 'Oslo'] AS tokens, [1, 2, 0, 3]::BIGINT[] AS ner_tags";
const SAID = `SELECT 'Anna Lee saw Oslo' AS text,
  [{'type': 0, 'start': 0, 'end': 8}, {'type': 1, 'start': 13, 'end': 17}] AS entities,
  [{'type': 'saw', 'head': 0, 'tail': 1}] AS relations`;
const KINDS = { names: ['person', 'place'], _type: 'ClassLabel' };

describe('Parquet of Hugging Face datasets', () => {
  test('is recognised by its first bytes', async () => {
    const path = await writeParquet(join(temporaryFolder(), 'data'), TAGGED);
    expect(looksLike(path)).toEqual(['hf-parquet']);
  });

  test('has the names of its tags in its metadata', async () => {
    for (const kind of ['Sequence', 'List'] as const) {
      const query = `${TAGGED} UNION ALL SELECT ['Nobody', ' '], [0, 0]`;
      const path = await writeParquet(join(temporaryFolder(), 'a.parquet'), query, features(kind));
      const sentences = await read('hf-parquet', [path]);
      expect(sentences).toMatchObject(EXPECTED);
      expect(sentences.map(({ location }) => location)).toEqual([
        { file: path, line: 1 },
        { file: path, line: 2 },
      ]);
    }
  });

  test('may have them in a dataset_info.json beside it, or in the layout', async () => {
    const folder = temporaryFolder();
    const path = await writeParquet(join(folder, 'a.parquet'), TAGGED);
    writeFiles(folder, { 'dataset_info.json': JSON.stringify({ features: features('List') }) });
    const withFile = await read('hf-parquet', [join(folder, 'dataset_info.json'), path]);
    expect(mentions(withFile[0]!)).toEqual(['PER: Anna Lee', 'LOC: Oslo']);
    expect(await read('hf-parquet', [path], { names: NAMES })).toEqual(withFile);
  });

  test('is read over many groups of rows, in order', async () => {
    const query = "SELECT [range::VARCHAR] AS tokens, ['O'] AS ner_tags FROM range(5000)";
    const path = await writeParquet(join(temporaryFolder(), 'a.parquet'), query);
    const sentences = await read('hf-parquet', [path]);
    expect(sentences.map(({ text }) => text)).toEqual(Array.from({ length: 5000 }, (_, row) => `${row}`));
    expect(sentences.at(-1)!.location.line).toBe(5000);
  });

  test('may have characters in its path that stand for other paths', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.parquet': 'no Parquet' });
    const query = "SELECT ['a'] AS tokens, ['O'] AS ner_tags";
    const path = await writeParquet(join(folder, '[a]*?.parquet'), query);
    expect(await read('hf-parquet', [path])).toHaveLength(1);
  });

  test('may have tags that are strings, types alone, and columns of other names', async () => {
    const query = "SELECT ['Anna', 'Lee', 'ran'] AS w, ['PER', 'PER', 'O'] AS t";
    const path = await writeParquet(join(temporaryFolder(), 'a.parquet'), query);
    const options = { columns: { tokens: 'w', tags: 't' }, scheme: 'io' };
    expect((await read('hf-parquet', [path], options)).map(mentions)).toEqual([['PER: Anna Lee']]);
  });

  test('may have a text with lists of structures, whose labels have names too', async () => {
    const entities = [{ type: KINDS, start: value, end: value }];
    const path = await writeParquet(join(temporaryFolder(), 'a.parquet'), SAID, { text: value, entities });
    const [sentence] = await read('hf-parquet', [path]);
    expect(mentions(sentence!)).toEqual(['person: Anna Lee', 'place: Oslo']);
    expect(sentence!.relations).toEqual([{ type: 'saw', head: 'Anna Lee', tail: 'Oslo' }]);
  });

  test('may have structures of lists instead, as which datasets saves them', async () => {
    const query =
      "SELECT 'Anna Lee saw Oslo' AS sentence, {'type': [0, 1], 'text': ['Anna', 'Oslo']} AS entities";
    const entities = { feature: { type: KINDS, text: value }, _type: 'Sequence' };
    const path = await writeParquet(join(temporaryFolder(), 'a.parquet'), query, { entities });
    expect((await read('hf-parquet', [path])).map(mentions)).toEqual([['person: Anna', 'place: Oslo']]);
  });

  test('counts spans in tokens where there is no text', async () => {
    const query =
      "SELECT ['Anna', 'Lee', 'ran'] AS tokens, [{'type': 'person', 'start': 0, 'end': 2}] AS entities";
    const path = await writeParquet(join(temporaryFolder(), 'a.parquet'), query);
    const [sentence] = await read('hf-parquet', [path]);
    expect(sentence).toMatchObject({
      text: 'Anna Lee ran',
      entities: [{ type: 'person', text: 'Anna Lee' }],
    });
  });

  const cases: readonly (readonly [query: string, line: number | undefined, message: RegExp])[] = [
    [
      "SELECT ['a'] AS tokens, [1] AS ner_tags",
      1,
      /^Expected a tag in `ner_tags\[0\]`, found the number 1, which nothing here has a name for\.$/,
    ],
    ["SELECT ['a'] AS tokens, ['X-a'] AS ner_tags", 1, /^Expected the tag O, or B-/],
    ["SELECT ['a'] AS tokens, ['O', 'O'] AS tags", 1, /^Expected a tag for each of 1 tokens, found 2\.$/],
    ["SELECT ['a'] AS tokens, NULL AS tags", 1, /^Expected `tags` to be a list, found nothing\.$/],
    [
      "SELECT ['a', NULL] AS tokens, ['O', 'O'] AS tags",
      1,
      /^Expected `tokens\[1\]` to be a text, found nothing/,
    ],
    ['SELECT 1 AS text, [] AS entities', 1, /^Expected `text` to be a text, found a number\.$/],
    [
      'SELECT 1 AS id',
      undefined,
      /^Expected the columns `tokens` and `ner_tags`, or .*; the columns are id\.$/,
    ],
    [
      "SELECT 'a' AS text, [{'type': 'X', 'start': 0, 'end': 2}] AS entities",
      1,
      /^Expected `entities\[0\]` to span some of 1 characters, found 0 to 2\.$/,
    ],
  ];
  for (const [query, line, message] of cases) {
    test(`is refused: ${query}`, async () => {
      const path = await writeParquet(join(temporaryFolder(), 'a.parquet'), query);
      await expect(read('hf-parquet', [path])).rejects.toMatchObject({
        code: 'PROUIE_CORPUS_MALFORMED',
        message: expect.stringMatching(message),
        location: line === undefined ? { file: path } : { file: path, line },
      });
    });
  }

  test('is refused with the number of a label that has no name, and one that nobody gave', async () => {
    const refused = async (tag: number) => {
      const query = `SELECT ['a'] AS tokens, [${tag}] AS ner_tags`;
      const path = await writeParquet(join(temporaryFolder(), 'a.parquet'), query, features('List'));
      return read('hf-parquet', [path]).catch((error: Error) => error.message);
    };
    expect(await refused(4)).toBe('Expected `ner_tags` to be the number of one of 4 labels, found 4.');
    expect(await refused(-1)).toBe('Expected a tag in `ner_tags[0]`, found no label.');
  });

  test('is refused where it is damaged, or no file', async () => {
    const folder = temporaryFolder();
    const path = await writeParquet(join(folder, 'a.parquet'), TAGGED);
    writeFileSync(path, readFileSync(path).subarray(0, 60));
    await expect(read('hf-parquet', [path])).rejects.toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      message: expect.stringMatching(/^Expected a Parquet file, but it cannot be read: .*magic bytes/),
      location: { file: path },
    });
    for (const name of ['hf-parquet', 'hf-arrow']) {
      await expect(collected(findFormat(name).read([textSource('a', '')], {}))).rejects.toMatchObject({
        code: 'PROUIE_CORPUS_MALFORMED',
        location: { file: 'a' },
      });
    }
  });

  test('is refused with a dataset_info.json that has no features', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'dataset_info.json': '{"features": []}', 'broken.json': '{' });
    for (const name of ['dataset_info.json', 'broken.json']) {
      await expect(read('hf-parquet', [join(folder, name)])).rejects.toMatchObject({
        code: 'PROUIE_CORPUS_MALFORMED',
        location: { file: join(folder, name) },
      });
    }
  });
});

describe('Arrow of Hugging Face datasets', () => {
  const columns = { tokens: [texts, TOKENS], ner_tags: [numbers, TAGS] } as const;

  test('is recognised by its first bytes, as a stream and as a file', () => {
    const folder = temporaryFolder();
    expect(looksLike(writeArrow(join(folder, 'a'), columns))).toEqual(['hf-arrow']);
    expect(looksLike(writeArrow(join(folder, 'b'), columns, { form: 'file' }))).toEqual(['hf-arrow']);
  });

  test('has the names of its tags in its schema, in as many batches as it likes', async () => {
    for (const form of ['stream', 'file'] as const) {
      const options = { all: features('Sequence'), batches: 3, form };
      const path = writeArrow(join(temporaryFolder(), 'data-00000-of-00001.arrow'), columns, options);
      const sentences = await read('hf-arrow', [path]);
      expect(sentences).toMatchObject([...EXPECTED, ...EXPECTED, ...EXPECTED]);
      expect(sentences.map(({ location }) => location.line)).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  test('may have them in dataset_info.json', async () => {
    const folder = temporaryFolder();
    const path = writeArrow(join(folder, 'data.arrow'), columns);
    writeFiles(folder, { 'dataset_info.json': JSON.stringify({ features: features('List') }) });
    const files = [path, join(folder, 'dataset_info.json')];
    expect(await read('hf-arrow', files)).toMatchObject(EXPECTED);
  });

  test('may have lists of structures', async () => {
    const entity = new Struct([
      new Field('label', new Utf8(), true),
      new Field('start', new Int64(), true),
      new Field('end', new Int64(), true),
    ]);
    const path = writeArrow(join(temporaryFolder(), 'a.arrow'), {
      text: [new Utf8(), ['Anna Lee ran', 'Rain']],
      entities: [list(entity), [[{ label: 'person', start: 0n, end: 8n }], []]],
    });
    expect((await read('hf-arrow', [path])).map(mentions)).toEqual([['person: Anna Lee'], []]);
  });

  test('is refused with the row of what is wrong, also behind the first batch', async () => {
    const path = join(temporaryFolder(), 'a.arrow');
    writeArrow(
      path,
      { ...columns, ner_tags: [numbers, [[1n, 2n, 0n, 3n], [0n]]] },
      { all: features('List') },
    );
    await expect(read('hf-arrow', [path])).rejects.toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      message: 'Expected a tag for each of 2 tokens, found 1.',
      location: { file: path, line: 2 },
    });
  });

  test('is refused where it breaks off, also between two batches', async () => {
    const path = writeArrow(join(temporaryFolder(), 'a.arrow'), columns, {
      all: features('List'),
      batches: 2,
    });
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length - 60));
    const code = 'PROUIE_CORPUS_MALFORMED';
    await expect(read('hf-arrow', [path])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^Expected an Arrow stream or file, but it cannot be read behind row 2/),
      location: { file: path },
    });
    // The mark of the end is 8 bytes long.
    writeFileSync(path, whole.subarray(0, whole.length - 8));
    await expect(read('hf-arrow', [path])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/cannot be read behind row 4: it breaks off/),
    });
  });
});

describe('prouie data import of Hugging Face datasets', () => {
  test('finds the folders that save_to_disk leaves, and the files of the hub', async () => {
    const root = temporaryFolder();
    const columns = { tokens: [texts, TOKENS], ner_tags: [numbers, TAGS] } as const;
    for (const split of ['train', 'test']) {
      writeFiles(root, {
        [`saved/${split}/dataset_info.json`]: JSON.stringify({ features: features('List') }),
        [`saved/${split}/state.json`]: '{}',
      });
      writeArrow(join(root, 'saved', split, 'data-00000-of-00001.arrow'), columns);
    }
    const saved = await runData(root, 'import', 'polyglot-NER', '--from', 'saved', '--out', 'out');
    expect(saved.stdout).toBe('train\t2\tout/train.jsonl\ntest\t2\tout/test.jsonl\n');
    expect(saved.stderr).toMatch(/recognised as hf-arrow/);

    writeFiles(root, { 'hub/README.md': '' });
    await writeParquet(join(root, 'hub/test-00000-of-00001.parquet'), TAGGED, features('Sequence'));
    const hub = await runData(root, 'import', 'polyglot-NER', '--from', 'hub', '--out', 'hub-out');
    expect(hub.stdout).toBe('test\t1\thub-out/test.jsonl\n');
    expect(hub.stderr).toMatch(/recognised as hf-parquet/);
  });
});
