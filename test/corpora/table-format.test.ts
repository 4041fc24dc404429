import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findFormat } from '../../src/corpora/all-formats.ts';
import type { RawSentence } from '../../src/corpora/format.ts';
import { formatsOf } from '../../src/corpora/recognise.ts';
import { type CellSeparator, readSeparatedValues } from '../../src/corpora/separated-values.ts';
import { textSource } from '../../src/corpora/source.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { collected } from './collected.ts';
import { runData } from './data-run.ts';

type Options = Readonly<Record<string, unknown>>;
const read = (text: string, options: Options = {}): Promise<RawSentence[]> =>
  collected(findFormat('table').read([textSource('file.csv', text)], options));
const one = async (text: string, options?: Options): Promise<RawSentence> => {
  const sentences = await read(text, options);
  expect(sentences).toHaveLength(1);
  return sentences[0]!;
};
/** A table of one row, with a cell of JSON. */
const jsonRow = (field: string, value: unknown, text = 'Anna Lee saw Oslo') =>
  `${JSON.stringify({ text, [field]: value })}\n`;
const looksLike = (text: string) =>
  formatsOf({ name: 'file', bytes: new TextEncoder().encode(text), text, complete: true }).map(
    ({ name }) => name,
  );

describe('separated values', () => {
  const rows = async (text: string, separator: CellSeparator = 'comma', quoted = true) =>
    (await collected(readSeparatedValues(textSource('f', text), separator, quoted))).map(
      ({ line, cells }) => [line, ...cells],
    );

  test('may have separators, ends of lines and quotes in quotes', async () => {
    expect(await rows('a,"b, ""c""\r\nd",\r\n\r\n"",e,f\r\n')).toEqual([
      [1, 'a', 'b, "c"\nd', ''],
      [4, '', 'e', 'f'],
    ]);
  });

  test('may have quotes that are letters', async () => {
    expect(await rows('"a\tsaid "b"\n', 'tab', false)).toEqual([[1, '"a', 'said "b"']]);
    expect(await rows('a "b"\tc\n', 'tab')).toEqual([[1, 'a "b"', 'c']]);
  });

  test('give back what was written with every cell in quotes', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é') });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 }),
        async (table) => {
          const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const text = table.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
          expect((await rows(text)).map(([, ...cells]) => cells)).toEqual(table);
        },
      ),
    );
  });

  test('are refused with the place of a quote that does not end, or of what stands behind one', async () => {
    await expect(rows('a,b\nc,"d\ne\n')).rejects.toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      message: 'The quote that begins a cell here has no end.',
      location: { file: 'f', line: 2, column: 3 },
    });
    await expect(rows('a,"b" c,d\n')).rejects.toMatchObject({
      message: 'Expected the end of the cell behind its quote, found " c,d".',
      location: { file: 'f', line: 1, column: 6 },
    });
  });
});

describe('a table', () => {
  test('with a sentence a row has its annotations as JSON', async () => {
    const entities = '"[{""type"": ""person"", ""text"": ""Anna""}]"';
    const sentences = await read(`text,entities\n"Anna, ran.",${entities}\nNobody ran.,\n`);
    expect(sentences).toEqual([
      {
        text: 'Anna, ran.',
        location: { file: 'file.csv', line: 2 },
        entities: [{ type: 'person', text: 'Anna' }],
        relations: undefined,
        events: undefined,
      },
      expect.objectContaining({ text: 'Nobody ran.', entities: [] }),
    ]);
  });

  test('may name its columns otherwise, and have tabs or semicolons', async () => {
    const options = { columns: { text: 'Satz', entities: 'Namen' } };
    for (const separator of ['\t', ';']) {
      const text = `Nr${separator}Satz${separator}Namen\n1${separator}Anna, ran${separator}[]\n`;
      expect(await one(text, options)).toMatchObject({ text: 'Anna, ran', entities: [] });
    }
  });

  test('with an item a row puts rows of one id, or one text, together', async () => {
    const byId =
      'id,text,type,mention\n1,Anna saw Bo,person,Anna\n1,Anna saw Bo,person,Bo\n2,Anna saw Bo,,\n';
    expect((await read(byId)).map(({ entities }) => entities)).toEqual([
      [
        { type: 'person', text: 'Anna' },
        { type: 'person', text: 'Bo' },
      ],
      [],
    ]);
    const byText = 'sentence\ttype\thead\ttail\na b\tR\ta\tb\na b\tS\tb\ta\nc d\tR\tc\td\n';
    const sentences = await read(byText);
    expect(sentences.map(({ location }) => location.line)).toEqual([2, 4]);
    expect(sentences[0]).toMatchObject({
      relations: [
        { type: 'R', head: 'a', tail: 'b' },
        { type: 'S', head: 'b', tail: 'a' },
      ],
      entities: undefined,
    });
  });

  test('leaves a mention and a pair that are blank to be counted', async () => {
    expect((await one('text,type,mention\na,X,\n')).entities).toEqual([{ type: 'X', text: '' }]);
    expect((await one('text,type,head,tail\na,X,,\n')).relations).toEqual([
      { type: 'X', head: '', tail: '' },
    ]);
  });

  test('may be JSON lines, with lists or with strings of JSON in them', async () => {
    const spans = [{ label: 'person', start: 0, end: 8 }];
    expect((await one(jsonRow('entities', spans))).entities).toEqual([{ type: 'person', text: 'Anna Lee' }]);
    expect((await one(jsonRow('entities', JSON.stringify(spans)))).entities).toHaveLength(1);
    expect(await one('{"id": 7, "text": "a b", "type": "X", "mention": "b"}\n')).toMatchObject({
      entities: [{ type: 'X', text: 'b' }],
    });
  });

  test('counts characters of a span as Python does', async () => {
    const sentence = await one(jsonRow('entities', [{ type: 'X', start: 2, end: 6 }], '😀 Oslo 😀'));
    expect(sentence.entities).toEqual([{ type: 'X', text: 'Oslo' }]);
  });

  test('has relations between texts, spans or entities, and events', async () => {
    const text = 'Anna Lee saw Oslo';
    const relations = [
      { type: 'R', head: 'Anna Lee', tail: { start: 13, end: 17 } },
      { type: 'R', head: 0, tail: { name: 'Oslo' } },
    ];
    const row = { text, entities: [{ type: 'X', text: 'Anna' }], relations };
    expect((await one(JSON.stringify(row))).relations).toEqual([
      { type: 'R', head: 'Anna Lee', tail: 'Oslo' },
      { type: 'R', head: 'Anna', tail: 'Oslo' },
    ]);
    const events = [
      {
        type: 'See',
        trigger: { text: 'saw', start: 9, end: 12 },
        arguments: [{ role: 'seer', text: 'Anna' }],
      },
      { type: 'See', trigger: 'saw' },
    ];
    expect((await one(jsonRow('events', events))).events).toEqual([
      { type: 'See', trigger: 'saw', arguments: [{ role: 'seer', text: 'Anna' }] },
      { type: 'See', trigger: 'saw', arguments: [] },
    ]);
  });

  test('is recognised by the names in its header, whatever stands between them', () => {
    expect(looksLike('"id";"text";"entities"\n')).toEqual(['table']);
    expect(looksLike('sentence\ttype\thead\ttail\n')).toEqual(['table']);
    expect(looksLike(jsonRow('relations', []))).toEqual(['table']);
    expect(looksLike('text,label\n')).toEqual([]);
    expect(looksLike('{"text": "a"}\n')).toEqual([]);
  });

  const cases: readonly (readonly [text: string, line: number, message: RegExp])[] = [
    ['text,label\na,b\n', 2, /^Expected a column `text`, and `entities`.*; the columns are text, label\.$/],
    [
      'text,type,mention\na,b\n',
      2,
      /^Expected 3 cells with a comma between them, as in the header, found 2\.$/,
    ],
    ['text,text,type,mention\n', 1, /^The column "text" is there twice\.$/],
    ['text,entities\n\na,[\n', 3, /^Expected JSON, but the cell of `entities` is not/],
    ['text,entities\na,7\n', 2, /^Expected `entities` to be a list of objects\.$/],
    ['text,type,mention\na,,a\n', 2, /^Expected a type for the mention/],
    ['id,text,type,mention\n1,a,,\n1,b,,\n', 3, /^Expected the text that the rows with id "1"/],
    ['id,text,type,mention\n1,a,,\n2,b,,\n1,a,,\n', 4, /^Expected the rows with id "1" to stand together/],
    ['{"text": null, "entities": []}\n', 1, /^Expected a text in `text`\.$/],
    ['{"text": ["a"], "entities": []}\n', 1, /^Expected `text` to be a string, found object\.$/],
    ['{"text": "a", "entities": []}\n[]\n', 2, /^Expected an object on this line\.$/],
    [jsonRow('entities', [7]), 1, /^Expected `entities\[0\]` to be an object\.$/],
    [
      jsonRow('entities', [{ text: 'a' }]),
      1,
      /^Expected `entities\[0\]\.type` to be a string, found nothing\.$/,
    ],
    [
      jsonRow('entities', [{ type: 3, text: 'a' }]),
      1,
      /^Expected `entities\[0\]\.type` to be a string, found number 3/,
    ],
    [
      jsonRow('entities', [{ type: 'X' }]),
      1,
      /^Expected `entities\[0\]\.text` to be a string, found nothing\.$/,
    ],
    [
      jsonRow('entities', [{ type: 'X', start: 13, end: 18 }]),
      1,
      /^Expected `entities\[0\]` to span some of 17 characters, found 13 to 18\.$/,
    ],
    [jsonRow('entities', [{ type: 'X', start: -1, end: 2 }]), 1, /found -1 to 2\.$/],
    [jsonRow('entities', [{ type: 'X', start: 2, end: 2 }]), 1, /found 2 to 2\.$/],
    [
      jsonRow('entities', [{ type: 'X', text: 'Anna', start: 1, end: 5 }]),
      1,
      /^Expected `entities\[0\]` at characters 1 to 5 to be "Anna", found "nna "\.$/,
    ],
    [
      jsonRow('relations', [{ type: 'R', head: 0, tail: 'a' }]),
      1,
      /^Expected `relations\[0\]\.head` to be one of 0 entities, found 0\.$/,
    ],
    [
      jsonRow('relations', [{ type: 'R', head: 'a' }]),
      1,
      /^Expected `relations\[0\]\.tail` to be a mention\.$/,
    ],
    [
      jsonRow('events', [{ type: 'E', trigger: 'a', arguments: 'b' }]),
      1,
      /^Expected `events\[0\]\.arguments` to be/,
    ],
  ];
  for (const [text, line, message] of cases) {
    test(`is refused: ${JSON.stringify(text).slice(0, 80)}`, async () => {
      await expect(read(text)).rejects.toMatchObject({
        code: 'PROUIE_CORPUS_MALFORMED',
        message: expect.stringMatching(message),
        location: { file: 'file.csv', line },
      });
    });
  }

  test('says which column was meant, and refuses a setting that there is not', async () => {
    await expect(read('Text,entities\na,[]\n', { columns: { text: 'Txt' } })).rejects.toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      message: 'Expected a column "Txt" for `text`.',
      hint: 'Did you mean "Text"?',
    });
    await expect(read('', { columns: { words: 'a' } })).rejects.toMatchObject({
      code: 'PROUIE_FORMAT_OPTION',
    });
  });
});

describe('prouie data import --columns', () => {
  const run = async (...words: readonly string[]) => {
    const root = temporaryFolder();
    writeFiles(root, {
      'mine/test.csv': 'Sentence,Kind,Name\n"Anna Lee, of Oslo",PER,Anna Lee\n"Anna Lee, of Oslo",LOC,Oslo\n',
    });
    const words_ = ['import', 'polyglot-NER', '--from', 'mine', '--out', 'out', '--split', 'test=test.csv'];
    return runData(root, ...words_, ...words);
  };

  test('says which column holds what, in one flag or several', async () => {
    const named = ['--columns', 'text=Sentence,type=Kind', '--columns', 'mention=Name'];
    const { stdout, error } = await run('--format', 'table', ...named);
    expect(error).toBeUndefined();
    expect(stdout).toBe('test\t1\tout/test.jsonl\n');
  });

  test('makes a file a table by its name, where it does not look like another format with columns', async () => {
    const { stderr, error } = await run('--columns', 'text=Sentence,type=Kind,mention=Name');
    expect(error).toBeUndefined();
    expect(stderr).toMatch(/^polyglot-NER: recognised as table$/m);
    const root = temporaryFolder();
    writeFiles(root, { 'mine/test.txt': 'Sentence,Kind,Name\n"Anna Lee, of Oslo",PER,Anna Lee\n' });
    const words = ['import', 'polyglot-NER', '--from', 'mine', '--out', 'out'];
    const text = await runData(root, ...words, '--columns', 'text=Sentence,type=Kind,mention=Name');
    expect(text.error).toMatchObject({ hint: expect.stringContaining('add --format table') });
  });

  test('is refused without a name, with a field that is not read, and for formats without columns to name', async () => {
    const code = 'PROUIE_USAGE';
    expect((await run('--format', 'table', '--columns', 'text')).error).toMatchObject({
      code,
      message: '--columns takes FIELD=NAME, not "text".',
    });
    expect((await run('--format', 'table', '--columns', 'mentoin=Name')).error).toMatchObject({
      code,
      hint: 'Did you mean "mention"?',
    });
    expect((await run('--format', 'columns', '--columns', 'text=a')).error).toMatchObject({
      code,
      message: 'Format columns has no columns for --columns to name.',
    });
  });
});
