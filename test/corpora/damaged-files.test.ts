import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonLines } from '../cli/command-run.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runData } from './data-run.ts';

/** A file of one sentence, whose mention is a given word. */
interface Layout {
  readonly dataset: string;
  /** The word must need no escape in JSON. */
  readonly write: (word: string) => string;
  /** Where the word begins. */
  readonly line: number;
  /** Where an error about the whole record is placed. */
  readonly record: number;
}

const LAYOUTS: Readonly<Record<string, Layout>> = {
  columns: {
    dataset: 'broad_twitter_corpus',
    write: (word) => `One\tO\n${word}\tB-PER\nsang\tO\n`,
    line: 2,
    record: 2,
  },
  'semeval-tsv': {
    dataset: 'semeval_RE',
    write: (word) => `\nOther\tThe <e1>${word}</e1> of a <e2>song</e2> .\n`,
    line: 2,
    record: 2,
  },
  dygie: {
    dataset: 'SciERC',
    write: (word) => `\n{"sentences": [["It", "${word}"]], "relations": [[[0, 0, 1, 1, "USED-FOR"]]]}\n`,
    line: 2,
    record: 2,
  },
  spert: {
    dataset: 'ADE_corpus',
    write: (word) =>
      `[\n{"tokens": ["${word}", "x"], "entities": [{"type": "A", "start": 0, "end": 1}, {"type": "B", "start": 1, "end": 2}],\n "relations": [{"type": "Adverse-Effect", "head": 0, "tail": 1}]}\n]\n`,
    line: 2,
    record: 2,
  },
  instructuie: {
    dataset: 'AnatEM',
    write: (word) =>
      `[{"sentence": "The ${word} .",\n "entities": [{"name": "${word}", "type": "Anatomy"}]}]`,
    line: 1,
    record: 1,
  },
  phee: {
    dataset: 'PHEE',
    write: (word) =>
      `{"id": "1", "context": "${word} after it.", "annotations": [{"events": [{"event_type": "Adverse_event", "Trigger": {"text": [["after"]]}, "Effect": {"text": [["${word}"]]}}]}]}\n`,
    line: 1,
    record: 1,
  },
  examples: {
    dataset: 'AnatEM',
    write: (word) =>
      `{"id":"a","dataset":"a","task":"ner","split":"test","text":"The ${word} .","schema":{"types":["anatomy"]},"gold":{"entities":[{"type":"anatomy","text":"${word}"}]}}\n`,
    line: 1,
    record: 1,
  },
};

/** Layouts that are whole wherever a line ends. */
const TABLES: readonly string[] = ['columns', 'semeval-tsv'];

async function importFile(dataset: string, content: string | Uint8Array, ...words: readonly string[]) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'test.txt'), content);
  const run = await runData(
    folder,
    ...['import', dataset, '--from', '.', '--split', 'test=test.txt', '--out', 'out', ...words],
  );
  const rows =
    run.error === undefined ? jsonLines(await readFile(join(folder, 'out/test.jsonl'), 'utf8')) : [];
  return { ...run, rows, file: join(folder, 'test.txt') };
}
const goldOf = (row: Readonly<Record<string, unknown>> | undefined): string => JSON.stringify(row?.['gold']);

describe.each(Object.entries(LAYOUTS))('a file of format %s', (format, { dataset, write, line, record }) => {
  test('with a byte order mark and Windows line ends is read as without', async () => {
    const plain = await importFile(dataset, write('Øre'), '--format', format);
    const windows = await importFile(
      dataset,
      `\ufeff${write('Øre').replaceAll('\n', '\r\n')}`,
      '--format',
      format,
    );
    expect(plain.rows).toHaveLength(1);
    expect(goldOf(plain.rows[0])).toContain('"Øre"');
    expect(windows.rows).toEqual(plain.rows);
  });

  test('in Latin-1 is refused with its place, and read with --encoding latin1', async () => {
    const bytes = Buffer.from(write('Øre'), 'latin1');
    const refused = await importFile(dataset, bytes, '--format', format);
    expect(refused.error).toMatchObject({
      code: 'PROUIE_NOT_UTF8',
      location: { file: refused.file, line, column: expect.any(Number) },
      hint: expect.stringContaining('--encoding latin1'),
    });
    const { rows } = await importFile(dataset, bytes, '--format', format, '--encoding', 'latin1');
    expect(goldOf(rows[0])).toContain('"Øre"');
  });

  test('with a NUL byte is refused with its place', async () => {
    const { error, file } = await importFile(dataset, write('a\0b'), '--format', format);
    expect(error).toMatchObject({ code: 'PROUIE_NUL_BYTE', location: { file, line } });
  });

  test('with a line of 10 MB is read', { timeout: 30_000 }, async () => {
    const word = 'long, '.repeat(1_700_000 / (format === 'phee' || format === 'examples' ? 2 : 1)).trim();
    const { rows } = await importFile(dataset, write(word), '--format', format);
    expect(rows).toHaveLength(1);
    expect(goldOf(rows[0]).includes(word)).toBe(true);
  });

  if (!TABLES.includes(format)) {
    test('that breaks off is refused at the record that is not complete', async () => {
      const whole = write('Ear');
      const cut = whole.slice(0, whole.lastIndexOf('"'));
      const { error, file } = await importFile(dataset, cut, '--format', format);
      expect(error).toMatchObject({
        code: expect.stringMatching(/^PROUIE_(CORPUS_MALFORMED|JSON)$/),
        location: { file, line: record },
      });
    });
  }
});

test('a run of 5 MB of blanks in a marked sentence is one blank', { timeout: 30_000 }, async () => {
  const text = `Other\t<e1>a</e1>${' '.repeat(5_000_000)}<e2>b</e2>\n`;
  const { rows } = await importFile('semeval_RE', text, '--format', 'semeval-tsv');
  expect(rows[0]).toMatchObject({ text: 'a b' });
});

describe('an id that a file has twice', () => {
  test.each(['phee', 'examples'])('is counted, and its rows are kept (%s)', async (format) => {
    const { dataset, write } = LAYOUTS[format]!;
    const { rows, stderr } = await importFile(dataset, write('Ear').repeat(3), '--format', format);
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row['id'])).size).toBe(3);
    expect(stderr).toContain('test: a sentence whose id stands in the file already was kept (2)\n');
  });

  test('is an error in a file of labels, where one of two would be lost', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'test.txt'), '8\t"The <e1>song</e1> of a <e2>bird</e2> ."\n\n');
    writeFileSync(join(folder, 'keys.txt'), '8\tOther\n8\tCause-Effect(e1,e2)\n');
    const words = ['--split', 'test=test.txt', '--split', 'test=keys.txt', '--format', 'semeval-2010'];
    const { error } = await runData(folder, 'import', 'semeval_RE', '--from', '.', ...words, '--out', 'out');
    expect(error).toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      location: { file: join(folder, 'keys.txt'), line: 2 },
    });
  });
});

describe('a span outside of its text', () => {
  const spert = (end: number, tail: number) =>
    JSON.stringify([
      {
        tokens: ['rash', 'after', 'mintol'],
        entities: [
          { type: 'Effect', start: 0, end: 1 },
          { type: 'Drug', start: 2, end },
        ],
        relations: [{ type: 'Adverse-Effect', head: 0, tail }],
      },
    ]);

  test.each([
    ['tokens of SpERT', 'ADE_corpus', spert(4, 1)],
    ['an entity that SpERT does not have', 'ADE_corpus', spert(3, 2)],
    ['tokens of DyGIE', 'SciERC', '{"sentences": [["it"]], "relations": [[[0, 0, 0, 1, "USED-FOR"]]]}\n'],
  ])('is an error with its place: %s', async (_, dataset, text) => {
    const { error, file } = await importFile(dataset, text);
    expect(error).toMatchObject({ code: 'PROUIE_CORPUS_MALFORMED', location: { file, line: 1 } });
  });
});
