import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFileHead } from '../../src/cli/corpus-files.ts';
import { FORMATS } from '../../src/corpora/all-formats.ts';
import { formatsOf, type HeadOfFile, recogniseFormat } from '../../src/corpora/recognise.ts';
import { failureOf } from '../failure.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { runData } from './data-run.ts';

function headOf(text: string | Uint8Array, name = 'train.txt'): HeadOfFile {
  const folder = temporaryFolder();
  const path = join(folder, name);
  writeFiles(folder, { [name]: '' });
  writeFileSync(path, text);
  return { path: name, head: readFileHead(path, 'utf-8') };
}
const namesOf = (file: HeadOfFile): readonly string[] => formatsOf(file.head).map(({ name }) => name);

describe('a sample', () => {
  for (const { name, sample } of FORMATS.filter((format) => format.binary !== true)) {
    test(`of ${name} is recognised as that and nothing else`, () => {
      expect(namesOf(headOf(sample))).toEqual([name]);
    });

    test(`of ${name} is recognised with Windows line ends, a byte order mark, and in a file that goes on`, () => {
      expect(namesOf(headOf(`\ufeff${sample.replaceAll('\n', '\r\n')}`))).toEqual([name]);
      const times = Math.ceil(80_000 / sample.length);
      const long = sample.startsWith('[{')
        ? `[${Array(times).fill(sample.trim().slice(1, -1)).join(', ')}]`
        : sample.repeat(times);
      expect(namesOf(headOf(long))).toEqual([name]);
    });
  }
});

describe('files', () => {
  const head = (name: string) =>
    headOf(FORMATS.find((format) => format.name === name)!.sample, `${name}.txt`);

  test('of one format are recognised together, with key files that look like none', () => {
    expect(recogniseFormat([head('spert'), head('spert')], 're').name).toBe('spert');
    expect(recogniseFormat([headOf('see the other file\n'), head('semeval-tsv')], 're').name).toBe(
      'semeval-tsv',
    );
  });

  test('that begin like no format are shown as they begin', () => {
    const failure = failureOf(() =>
      recogniseFormat([headOf('Once upon a time\n\nthere was a "corpus"\n')], 'ner'),
    );
    expect(failure).toMatchObject({
      code: 'PROUIE_FORMAT_UNRECOGNISED',
      message: 'No format is known that begins so: "Once upon a time", "there was a \\"corpus\\""',
      hint: expect.stringContaining('prouie data formats'),
      location: { file: 'train.txt' },
    });
    expect(failureOf(() => recogniseFormat([headOf('')], 'ner')).message).toMatch(/the file is empty/);
    const bytes = Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0]);
    expect(failureOf(() => recogniseFormat([headOf(bytes)], 'ner')).message).toMatch(/bytes 7f 45 4c 46 00$/);
  });

  test('in another encoding are not called unknown', () => {
    const latin = Buffer.from('Jos\xe9\tB-PER\n', 'latin1');
    expect(failureOf(() => recogniseFormat([headOf(latin)], 'ner'))).toMatchObject({
      code: 'PROUIE_NOT_UTF8',
      location: { file: 'train.txt', line: 1, column: 4 },
    });
  });

  test('with a NUL byte are named with its place, also as UTF-16', () => {
    const text = 'Jos\tB-PER\nsa\0ng\tO\n';
    expect(failureOf(() => recogniseFormat([headOf(text)], 'ner'))).toMatchObject({
      code: 'PROUIE_NUL_BYTE',
      location: { file: 'train.txt', line: 2, column: 3 },
    });
    const wide = Buffer.from('\ufeffJos\tB-PER\n', 'utf16le');
    expect(failureOf(() => recogniseFormat([headOf(wide)], 'ner'))).toMatchObject({
      code: 'PROUIE_NOT_UTF8',
      hint: expect.stringContaining('--encoding utf-16le'),
    });
  });

  test('of JSON whose first record breaks off, or is none, are named with its place', () => {
    const cut = (text: string) => failureOf(() => recogniseFormat([headOf(text)], 'ner'));
    const code = 'PROUIE_CORPUS_MALFORMED';
    expect(cut('[\n  {"tok')).toMatchObject({
      code,
      message: 'Record 1 breaks off at the end of the file.',
      location: { file: 'train.txt', line: 2, column: 3 },
    });
    expect(cut('{"a": ["}')).toMatchObject({ code, location: { line: 1, column: 1 } });
    expect(cut('[{"a": x}]')).toMatchObject({
      code,
      message: expect.stringMatching(/^Expected JSON, but record 1/),
    });
    expect(cut(`[{"a": "${'long '.repeat(20_000)}`)).toMatchObject({ code: 'PROUIE_FORMAT_UNRECOGNISED' });
    expect(cut('[{"a": 1}]')).toMatchObject({ code: 'PROUIE_FORMAT_UNRECOGNISED' });
    expect(cut('[Chorus] la la')).toMatchObject({ code: 'PROUIE_FORMAT_UNRECOGNISED' });
  });

  test('of several formats are named', () => {
    expect(failureOf(() => recogniseFormat([head('spert'), head('columns')], 'ner'))).toMatchObject({
      code: 'PROUIE_FORMATS_MIXED',
      message:
        'The files are of several formats: spert.txt looks like spert, columns.txt looks like columns.',
    });
  });
});

describe('prouie data import without --format', () => {
  const sample = (name: string) => FORMATS.find((format) => format.name === name)!.sample;
  const spert = (effect: string) =>
    JSON.stringify([
      {
        tokens: [effect, 'after', 'mintol'],
        entities: [
          { type: 'Effect', start: 0, end: 1 },
          { type: 'Drug', start: 2, end: 3 },
        ],
        relations: [{ type: 'Adverse-Effect', head: 0, tail: 1 }],
      },
    ]);

  test('finds the files of splits by their names, and recognises their format', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'mine/my_train.json': spert('rash'),
      'mine/my_devel.json': spert('pain'),
      'mine/my_test.json': spert('fever'),
      'mine/README.md': 'train',
    });
    const { stdout, stderr } = await runData(root, 'import', 'ADE_corpus', '--from', 'mine', '--out', 'out');
    expect(stdout).toBe('train\t1\tout/train.jsonl\nval\t1\tout/val.jsonl\ntest\t1\tout/test.jsonl\n');
    expect(stderr).toMatch(/^ADE_corpus: recognised as spert$/m);
  });

  test('looks into folders that are named as splits', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'mine/train/part-0.json': spert('rash'), 'mine/test/part-0.json': spert('pain') });
    const { stdout } = await runData(root, 'import', 'ADE_corpus', '--from', 'mine', '--out', 'out');
    expect(stdout).toBe('train\t1\tout/train.jsonl\ntest\t1\tout/test.jsonl\n');
  });

  test('takes another format than the card’s for files under the card’s names that look like it', async () => {
    const root = temporaryFolder();
    const rows = JSON.stringify([
      {
        sentence: 'it finds words',
        relations: [{ head: { name: 'it' }, type: 'USED-FOR', tail: { name: 'words' } }],
      },
    ]);
    for (const name of ['train', 'dev', 'test']) writeFiles(root, { [`mine/${name}.json`]: rows });
    const { stderr } = await runData(root, 'import', 'SciERC', '--from', 'mine', '--out', 'out');
    expect(stderr).toMatch(/^SciERC: recognised as instructuie$/m);
    for (const name of ['train', 'dev', 'test'])
      writeFiles(root, { [`other/${name}.json`]: spert('rash').replaceAll('Adverse-Effect', 'USED-FOR') });
    const other = await runData(root, 'import', 'SciERC', '--from', 'other', '--out', 'out2');
    expect(other.stderr).toMatch(/^SciERC: recognised as spert$/m);
  });

  test('says what is unclear: two files of a split, an unknown beginning, a format that cannot be chosen', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'two/train.json': spert('rash'),
      'two/train-small.json': spert('rash'),
      'odd/train.txt': 'Once upon a time\n',
      'none/data.json': spert('rash'),
    });
    const failure = async (folder: string, ...words: readonly string[]) =>
      (await runData(root, 'import', 'ADE_corpus', '--from', folder, '--out', `${folder}-out`, ...words))
        .error;
    expect(await failure('two')).toMatchObject({ code: 'PROUIE_SPLIT_AMBIGUOUS' });
    expect(await failure('odd')).toMatchObject({ code: 'PROUIE_FORMAT_UNRECOGNISED' });
    expect(await failure('none')).toMatchObject({ code: 'PROUIE_CORPUS_MISSING' });
    expect(await failure('two', '--split', 'train=train-small.json')).toBeUndefined();
    expect(await failure('odd', '--format', 'spert')).toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      location: { line: 1 },
    });
    expect(await failure('odd', '--encoding', 'latin-1')).toMatchObject({ code: 'PROUIE_ENCODING_UNKNOWN' });
  });

  test('imports the splits that are there of the card’s layout, and says which are not', async () => {
    const root = temporaryFolder();
    const columns = 'Mira\tO\nheart\tB-Anatomy\n';
    writeFiles(root, { 'm2/test.tsv': columns, 'bad/test.tsv': `${columns}\nhand\n` });
    const { stdout, stderr } = await runData(root, 'import', 'AnatEM', '--from', 'm2', '--out', 'out');
    expect(stdout).toBe('test\t1\tout/test.jsonl\n');
    expect(stderr).toMatch(/^train: none here/m);
    const bad = await runData(root, 'import', 'AnatEM', '--from', 'bad', '--out', 'bad-out');
    expect(bad.error).toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      location: { file: join(root, 'bad/test.tsv'), line: 4 },
    });
  });

  test('says why a named file cannot be read', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'mine/inner/test.txt': sample('columns') });
    const read = (file: string, ...words: readonly string[]) => {
      const named = ['--from', 'mine', '--split', `test=${file}`, '--out', 'out', ...words];
      return runData(root, 'import', 'AnatEM', ...named);
    };
    const code = 'PROUIE_CANNOT_READ';
    for (const words of [[], ['--format', 'columns']] as const) {
      expect((await read('tset.txt', ...words)).error).toMatchObject({
        code,
        message: expect.stringMatching(/tset\.txt: there is no such file\.$/),
      });
      expect((await read('inner', ...words)).error).toMatchObject({
        code,
        message: expect.stringMatching(/inner: it is a folder\.$/),
      });
    }
  });

  test('takes the dictionaries that lie beside the files of a format which needs them', async () => {
    const root = temporaryFolder();
    const { sample: numbers, beside } = FORMATS.find(({ name }) => name === 'copy-re')!;
    for (const [name, text] of Object.entries({ ...beside, 'nyt_test.json': numbers }))
      writeFiles(root, { [`mine/${name}`]: text });
    const words = ['--from', 'mine', '--split', 'test=nyt_test.json', '--out', 'out'];
    const { stdout } = await runData(root, 'import', 'NYT', ...words);
    expect(stdout).toBe('test\t1\tout/test.jsonl\n');
  });

  test('refuses a format without annotations of the data set’s task', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'mine/test.txt': sample('columns') });
    expect((await runData(root, 'import', 'PHEE', '--from', 'mine', '--out', 'out')).error).toMatchObject({
      code: 'PROUIE_FORMAT_TASK',
    });
  });
});
