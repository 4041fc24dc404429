import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { commandLines, run } from '../../src/cli/commands/data.ts';
import { isProuieError, type ProuieError } from '../../src/errors.ts';
import { runData } from './data-run.ts';
import { packageRoot } from './package-cards.ts';

const folder = mkdtempSync(join(tmpdir(), 'prouie-data-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
  readonly error: ProuieError | undefined;
}

const data = async (...argv: readonly string[]): Promise<Outcome> => {
  const texts = { out: '', err: '' };
  const sink = (key: 'out' | 'err') =>
    new Writable({
      write(chunk, _, done) {
        texts[key] += String(chunk);
        done();
      },
    });
  const io = { stdin: Readable.from([]), stdout: sink('out'), stderr: sink('err'), cwd: folder, env: {} };
  try {
    const code = await run(argv, io, { packageRoot });
    return { code, ...texts, error: undefined };
  } catch (error) {
    if (!isProuieError(error)) throw error;
    return { code: undefined, ...texts, error };
  }
};
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const tweets = (count: number, name = 'Ann') =>
  Array.from({ length: count }, (_, index) => `${name}${index}\tB-PER\nran\tO\n\n`).join('');
const writeTweets = (at: string): void => {
  write(`${at}/NER/broad_twitter_corpus/btc.train`, tweets(3));
  write(`${at}/NER/broad_twitter_corpus/btc.dev`, tweets(2, 'Bo'));
  write(`${at}/NER/broad_twitter_corpus/btc.test`, tweets(1, 'Lu'));
};
const ownCard = (row: number) =>
  [
    `{ id: people, name: people, resultName: people, row: ${row}, task: ner, domain: in, labels: [person],`,
    '  published: { labels: 1, roles: null, train: 2, val: 2, test: 2 }, trainedOn: 2, emptyRows: keep,',
    '  labelMap: { PER: person }, source: here, licence: none, remarks: [], layouts: [{ format: columns,',
    '  files: { train: [people/train.txt], val: [people/dev.txt], test: [people/test.txt] } }] }',
  ].join('\n');
const lines = (path: string) =>
  readFileSync(join(folder, path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('prouie data', () => {
  test('says what its subcommands are, and guesses a misspelt one', async () => {
    expect((await data('--help')).out).toContain('prouie data list|import|check|stats|ceiling|formats');
    expect((await data('chekc')).error).toMatchObject({
      code: 'PROUIE_USAGE',
      hint: 'Did you mean "check"?',
    });
  });

  test('has a page for each subcommand', async () => {
    for (const { command } of commandLines) {
      const page = await data(command.split(' ')[1]!, '--help');
      expect(page).toMatchObject({ code: 0, out: expect.stringContaining(`Usage: prouie ${command}`) });
    }
  });
});

describe('prouie data list', () => {
  test('lists all data sets, without a folder too', async () => {
    const { datasets } = JSON.parse((await data('list', '--json')).out);
    expect(datasets).toHaveLength(36);
    expect(datasets[0]).toMatchObject({
      dataset: 'ACE2005',
      id: 'ACE2005-NER',
      task: 'ner',
      domain: 'in',
      found: null,
    });
  });

  test('says which are there, half there and absent', async () => {
    writeTweets('some');
    write('some/RE/SciERC/train.json', '');
    const { out } = await data('list', '--data', 'some');
    expect(out).toMatch(/^broad_twitter_corpus +ner +in +3 {2}columns$/m);
    expect(out).toMatch(/^SciERC .*half there: RE\/SciERC\/dev\.json, RE\/SciERC\/test\.json missing$/m);
    expect(out).toMatch(/^PHEE .*absent: no EE\/PHEE\//m);
  });

  test('refuses a folder that is not there', async () => {
    expect((await data('list', '--data', 'nowhere')).error).toMatchObject({ code: 'PROUIE_DATA_FOLDER' });
  });
});

describe('prouie data import', () => {
  test('prints a line a split, and writes the examples', async () => {
    writeTweets('import');
    const { code, out, err } = await data(
      'import',
      'broad twitter',
      '--from',
      'import',
      '--out',
      'out/twitter',
    );
    expect(code).toBe(0);
    expect(out).toBe(
      'train\t3\tout/twitter/train.jsonl\nval\t2\tout/twitter/val.jsonl\ntest\t1\tout/twitter/test.jsonl\n',
    );
    expect(err).toContain('train: 3 here, 5334 in Table 8 (-5331)');
    expect(lines('out/twitter/test.jsonl')).toEqual([
      {
        id: 'broad_twitter_corpus/test/1',
        dataset: 'broad_twitter_corpus',
        task: 'ner',
        split: 'test',
        text: 'Lu0 ran',
        schema: { types: ['location', 'person', 'organization'] },
        gold: { entities: [{ type: 'person', text: 'Lu0' }] },
      },
    ]);
  });

  test('takes the folder of the corpus itself', async () => {
    writeTweets('own');
    const { out } = await data(
      'import',
      'broad_twitter_corpus',
      '--from',
      'own/NER/broad_twitter_corpus',
      '--out',
      'out/own',
    );
    expect(out.split('\n')).toHaveLength(4);
  });

  test('takes named files in a named format', async () => {
    write(
      'named/a.json',
      JSON.stringify([{ sentence: 'Ann ran .', entities: [{ name: 'Ann', type: 'person' }] }]),
    );
    write('named/b.json', JSON.stringify([{ sentence: 'Bo ran .', entities: [] }]));
    const { out } = await data(
      ...['import', 'CoNLL2003', '--from', 'named', '--format', 'instructuie', '--out', 'out/CoNLL2003'],
      ...['--split', 'test=a.json', '--split', 'test=b.json'],
    );
    expect(out).toBe('test\t2\tout/CoNLL2003/test.jsonl\n');
    const { datasets } = JSON.parse((await data('stats', '--data', 'out', '--json')).out);
    expect(datasets.find((one: { id: string }) => one.id === 'CoNLL2003')).toMatchObject({
      train: null,
      val: null,
      test: 2,
      missing: null,
    });
  });

  test('writes nothing when a line is malformed', async () => {
    write('bad/test.tsv', 'Ann\tB-PER\nran\n');
    const { error } = await data(
      'import',
      'broad_twitter_corpus',
      '--from',
      'bad',
      '--format',
      'columns',
      '--split',
      'test=test.tsv',
      '--out',
      'out/bad',
    );
    expect(error).toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      location: { file: join(folder, 'bad/test.tsv'), line: 2 },
    });
    expect(existsSync(join(folder, 'out/bad'))).toBe(false);
  });

  test('keeps an earlier import when a later one fails', async () => {
    write('again/test.tsv', 'Ann\tB-PER\n');
    const words = [
      'import',
      'broad_twitter_corpus',
      '--from',
      'again',
      '--split',
      'test=test.tsv',
      '--out',
      'out/again',
    ];
    await data(...words);
    write('again/test.tsv', 'Bo\tB-PER\n\nLu\tB-PERS\n');
    expect((await data(...words, '--overwrite')).error).toMatchObject({
      code: 'PROUIE_LABEL_UNKNOWN',
      hint: expect.stringContaining('"PER"'),
    });
    expect(lines('out/again/test.jsonl').map((one) => one.text)).toEqual(['Ann']);
    expect(readdirSync(join(folder, 'out/again'))).toEqual(['test.jsonl']);
  });

  test('says which files are missing, and what was looked for', async () => {
    write('half/RE/SciERC/train.json', '');
    write('half/NER/MIT_Movie/engtest.bio', 'O\ta\nB-TITLE\tb\n');
    expect((await data('import', 'MIT_Movie', '--from', 'half', '--out', 'out/x')).error).toMatchObject({
      code: 'PROUIE_CORPUS_INCOMPLETE',
      message: expect.stringContaining('NER/MIT_Movie/engtrain.bio missing'),
      hint: expect.stringContaining('--split test=NER/MIT_Movie/engtest.bio'),
    });
    expect((await data('import', 'PHEE', '--from', 'half', '--out', 'out/x')).error).toMatchObject({
      code: 'PROUIE_CORPUS_MISSING',
      message: expect.stringContaining('EE/PHEE/train.json'),
    });
    expect((await data('import', 'PHEE', '--from', 'nowhere', '--out', 'out/x')).error).toMatchObject({
      code: 'PROUIE_CORPUS_MISSING',
    });
    expect(
      (await data('import', 'PHEE', '--from', 'half/RE/SciERC/train.json', '--out', 'out/x')).error,
    ).toMatchObject({
      hint: expect.stringContaining('It is a file'),
    });
    expect(existsSync(join(folder, 'out/x'))).toBe(false);
  });

  test('refuses text that is not UTF-8', async () => {
    mkdirSync(join(folder, 'latin'), { recursive: true });
    writeFileSync(join(folder, 'latin/test.tsv'), Buffer.from('Ann\tO\nJos\xe9\tB-PER\n', 'latin1'));
    const words = [
      'import',
      'broad_twitter_corpus',
      '--from',
      'latin',
      '--split',
      'test=test.tsv',
      '--out',
      'out/latin',
    ];
    expect((await data(...words)).error).toMatchObject({
      code: 'PROUIE_NOT_UTF8',
      location: { file: join(folder, 'latin/test.tsv') },
    });
  });

  test('guesses misspelt names of sets, splits and formats', async () => {
    const hint = async (...words: readonly string[]) => (await data('import', ...words)).error?.hint;
    expect(await hint('SciREC', '--from', '.', '--out', 'x')).toBe('Did you mean "SciERC"?');
    expect(await hint('SciERC', '--from', '.', '--out', 'x', '--format', 'dygei')).toBe(
      'Did you mean "dygie"?',
    );
    expect(await hint('SciERC', '--from', '.', '--out', 'x', '--split', 'tset=a')).toBe(
      'Did you mean "test"?',
    );
    expect(await hint('SciERC', '--from', '.', '--out', 'x', '--split', 'test')).toBe(
      'For example --split test=test.txt.',
    );
    expect(await hint('SciERC', '--out', 'x')).toBe('Name the folder of the corpus.');
  });
});

describe('prouie data stats', () => {
  test('has the published counts without a folder, and says why there are no others', async () => {
    const { schemaVersion, datasets } = JSON.parse((await data('stats', '--json')).out);
    expect(schemaVersion).toBe(1);
    expect(datasets).toHaveLength(36);
    const { source, ...rest } = datasets.find((one: { id: string }) => one.id === 'semeval_RE');
    expect(source).toContain('SemEval-2010');
    expect(rest).toEqual({
      dataset: 'semeval RE',
      task: 're',
      labels: 10,
      train: null,
      val: null,
      test: null,
      published: { labels: 10, roles: null, train: 6507, val: 1493, test: 2717 },
      missing: 'no folder was given with --data',
      id: 'semeval_RE',
      domain: 'in',
    });
  });

  test('counts what is there, and what makes it hard', async () => {
    writeTweets('counted');
    const { datasets } = JSON.parse((await data('stats', '--data', 'counted', '--difficulty', '--json')).out);
    const found = datasets.find((one: { id: string }) => one.id === 'broad_twitter_corpus');
    expect(found).toMatchObject({ train: 3, val: 2, test: 1, missing: null, difficulty: { rows: 6 } });
  });

  test('fails where a corpus is broken, and counts the others', async () => {
    writeTweets('broken');
    write('broken/NER/broad_twitter_corpus/btc.dev', 'Ann\n');
    writeFileSync(join(folder, 'broken/NER/broad_twitter_corpus/btc.dev'), 'Ann\n');
    const { code, out } = await data('stats', '--data', 'broken');
    expect(code).toBe(1);
    expect(out).toMatch(/^broad_twitter_corpus .*btc\.dev:1: Expected 2 columns/m);
  });
});

describe('prouie data check', () => {
  test('passes the cards, and proves that no mixture draws from out of domain', async () => {
    const { code, out } = await data('check');
    expect(code).toBe(0);
    expect(out).toMatch(/^ok {3}36 data sets: 25 ner, 8 re, 3 ee$/m);
    expect(out).toMatch(/^ok {3}RE: 179794 training rows/m);
    expect(out).toMatch(
      /^ok {3}7 data sets out of domain are in no mixture: CrossNER_AI, .*MIT_Restaurant$/m,
    );
    expect(out).not.toMatch(/BAD/);
  });

  test('shows counts that differ, and does not fail for them', async () => {
    writeTweets('differs');
    const { code, out } = await data('check', '--data', 'differs');
    expect(code).toBe(0);
    expect(out).toContain(
      'ok   broad_twitter_corpus  columns  3 / 2 / 1\n     train: 3 here, 5334 in Table 8 (-5331)\n',
    );
  });

  test('fails for unknown labels, all of them counted', async () => {
    writeTweets('labels');
    write('labels/NER/broad_twitter_corpus/btc.test', 'Ann\tB-PERS\n\nBo\tB-PERS\n\nOslo\tB-LCO\n');
    const { code, out } = await data('check', '--data', 'labels');
    expect(code).toBe(1);
    expect(out).toMatch(/problem: .*btc\.test:1: unknown type PERS \(2 times\)\. Did you mean "PER"\?/);
    expect(out).toMatch(/problem: .*btc\.test:5: unknown type LCO \(1 times\)\. Did you mean "LOC"\?/);
  });

  test('fails for an empty split, a malformed line and a corpus that is half there', async () => {
    writeTweets('empty');
    write('empty/NER/broad_twitter_corpus/btc.train', '\n');
    expect(await data('check', '--data', 'empty')).toMatchObject({
      code: 1,
      out: expect.stringContaining('The train split of broad_twitter_corpus is empty'),
    });
    writeTweets('malformed');
    write('malformed/NER/broad_twitter_corpus/btc.train', 'a\tb\tc\n');
    expect(await data('check', '--data', 'malformed')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/btc\.train:1: Expected the tag/),
    });
    write('halved/NER/broad_twitter_corpus/btc.train', tweets(1));
    expect(await data('check', '--data', 'halved', '--json')).toMatchObject({
      code: 1,
      out: expect.stringContaining('"found":"half there"'),
    });
  });

  test('tells of texts of a test set in training rows, of its own set or of another that is trained on', async () => {
    writeTweets('leak');
    write('leak/NER/broad_twitter_corpus/btc.test', tweets(1));
    for (const name of ['train', 'dev', 'test'])
      write(`leak/NER/CrossNER_AI/${name}.txt`, 'Ann1\tB-person\nran\tO\n');
    const { code, out } = await data('check', '--data', 'leak');
    expect(code).toBe(0);
    expect(out).toContain('test: 1 of 1 different texts stand in train too');
    expect(out).toContain('test: 1 of 1 different texts stand in train of broad_twitter_corpus too');
  });
});

describe('prouie data formats', () => {
  test('shows every format with a sample', async () => {
    const { formats } = JSON.parse((await data('formats', '--json')).out);
    expect(formats.map((one: { name: string }) => one.name)).toContain('dygie');
    expect((await data('formats')).out).toMatch(/^columns \(ner\)\n {2}token/m);
  });
});

describe('cards of one’s own', () => {
  const at = mkdtempSync(join(folder, 'own-'));
  for (const split of ['train', 'dev', 'test'])
    write(`${basename(at)}/corpora/people/${split}.txt`, tweets(2, split));
  write(`${basename(at)}/cards/people.yaml`, ownCard(37));

  test('are read where --cards names their folder, and where it lies beside pipeline.ts', async () => {
    expect((await runData(at, 'list')).stdout).not.toContain('people');
    const words = ['list', '--data', 'corpora'];
    expect((await runData(at, ...words, '--cards', 'cards')).stdout).toMatch(
      /^people +ner +in +1 +columns$/m,
    );
    writeFileSync(join(at, 'pipeline.ts'), '');
    expect((await runData(at, ...words)).stdout).toMatch(/^people +ner +in +1 +columns$/m);
  });

  test('are checked, imported and counted like those of the paper, whose sums stay as they are', async () => {
    const check = await runData(at, 'check', '--data', 'corpora', '--cards', 'cards');
    expect(check.code).toBe(0);
    expect(check.stdout).toContain('ok   36 data sets: 25 ner');
    expect(check.stdout).toContain('ok   people  columns  2 / 2 / 2\n');
    const words = ['people', '--from', 'corpora', '--out', 'imported', '--cards', 'cards'];
    expect((await runData(at, 'import', ...words)).stdout).toContain('train\t2\timported/train.jsonl\n');
  });

  test('are refused where one takes the row of another, and where there is no such folder', async () => {
    write(`${basename(at)}/others/people.yaml`, ownCard(3));
    expect((await data('list', '--cards', join(at, 'others'))).error).toMatchObject({
      code: 'PROUIE_INVALID',
      message: 'Two cards have the row 3: this one and data/CoNLL2003.yaml.',
    });
    expect((await data('list', '--cards', 'nothing')).error?.code).toBe('PROUIE_DATA_FOLDER');
  });
});
