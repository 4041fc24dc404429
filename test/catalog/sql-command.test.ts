import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTable } from '../../src/store/arrow-reader.ts';
import { writeFiles } from '../temporary-folder.ts';
import { runSql, type Session } from './run-sql.ts';
import { writeNodes, writeSmallStore } from './small-store.ts';

const MEAN_F1 = `SELECT task, variant, avg(f1) AS f1, sum(tp) AS tp FROM metrics WHERE profile = 'prouie' GROUP BY ALL ORDER BY ALL`;
const folder = mkdtempSync(join(tmpdir(), 'prouie-sql-test-'));

beforeAll(() => {
  writeSmallStore(join(folder, '.prouie'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const sql = (argv: readonly string[], session?: Partial<Session>) =>
  runSql(argv, { cwd: folder, ...session });
const outputOf = async (argv: readonly string[], session?: Partial<Session>): Promise<string> =>
  (await sql(argv, session)).out.toString();

describe('formats', () => {
  test('a program reads CSV and a person a table, without asking', async () => {
    const csv =
      'task,variant,f1,tp\nner,full,61.5,8\nner,without-sa,58.5,8\nre,full,41.25,8\nre,without-sa,40.75,8\n';
    expect(await sql([MEAN_F1])).toEqual({ code: 0, out: Buffer.from(csv), err: '' });
    expect(await outputOf([MEAN_F1], { terminal: true })).toBe(
      [
        'task  variant        f1  tp',
        '────  ──────────  ─────  ──',
        'ner   full         61.5   8',
        'ner   without-sa   58.5   8',
        're    full        41.25   8',
        're    without-sa  40.75   8',
        '',
      ].join('\n'),
    );
  });

  test('JSON and JSON lines', async () => {
    const query = `${MEAN_F1} LIMIT 1`;
    expect(JSON.parse(await outputOf([query, '--json']))).toEqual([
      { task: 'ner', variant: 'full', f1: 61.5, tp: 8 },
    ]);
    expect(await outputOf([query, '--format', 'jsonl'])).toBe(
      '{"task":"ner","variant":"full","f1":61.5,"tp":8}\n',
    );
  });

  test('Arrow reads back with typed columns, here and in stock Arrow', async () => {
    const query = `SELECT variant, seed, f1, f1 > 60 AS good, [1, 2] AS list, 1.5::FLOAT AS half, sum(tp) OVER () AS total FROM metrics`;
    const { out } = await sql([query, '--format', 'arrow']);
    const { rowCount, schema, columns } = readTable(out);
    expect(rowCount).toBe(8);
    expect(schema.columns.map(({ type }) => type)).toEqual([
      'utf8',
      'int64',
      'float64',
      'bool',
      'utf8',
      'float32',
      'float64',
    ]);
    expect(columns['f1']).toEqual([61.5, 30.75, 41.25, 20.625, 58.5, 29.25, 40.75, 20.375]);
    expect(tableFromIPC(out).get(0)!.toJSON()).toEqual({
      variant: 'full',
      seed: 1n,
      f1: 61.5,
      good: true,
      list: '[1,2]',
      half: 1.5,
      total: 64,
    });
    expect((await sql([query, '--format', 'arrow'])).out.equals(out)).toBe(true);
  });

  test('Parquet reads back with the types of the query', async () => {
    const file = join(folder, 'result.parquet');
    writeFileSync(file, (await sql([MEAN_F1, '--format', 'parquet'])).out);
    const reader = await (await DuckDBInstance.create()).connect();
    const back = await reader.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
    expect(back.columnTypes().map(String)).toEqual(['VARCHAR', 'VARCHAR', 'DOUBLE', 'DOUBLE']);
    expect(back.getRows()[3]).toEqual(['re', 'without-sa', 40.75, 8]);
    reader.closeSync();
  });

  test('--out writes a file and nothing else', async () => {
    const { out, err } = await sql([MEAN_F1, '--out', 'result.csv'], { terminal: true });
    expect([out.toString(), err]).toEqual(['', '']);
    expect(readFileSync(join(folder, 'result.csv'), 'utf8')).toBe(await outputOf([MEAN_F1]));
  });

  test('a terminal is spared bytes', async () => {
    await expect(sql([MEAN_F1, '--format', 'parquet'], { terminal: true })).rejects.toMatchObject({
      code: 'PROUIE_USAGE',
      hint: 'Give --out FILE, or redirect standard output.',
    });
  });
});

describe('the query and the store', () => {
  test('the query comes from standard input where it is - or left out', async () => {
    const query = 'SELECT count(*) AS n FROM nodes';
    expect(await outputOf(['-'], { stdin: query })).toBe('n\n7\n');
    expect(await outputOf([], { stdin: `${query};\n` })).toBe('n\n7\n');
  });

  test('without a query a person is told what to ask', async () => {
    await expect(sql([], { terminal: true, piped: true })).rejects.toMatchObject({
      code: 'PROUIE_USAGE',
      hint: expect.stringContaining('SHOW TABLES'),
    });
    await expect(sql(['-'], { stdin: '  \n' })).rejects.toMatchObject({ code: 'PROUIE_USAGE' });
  });

  test('the store is that of --store, else of PROUIE_STORE, else the one here', async () => {
    const query = 'SELECT count(*) AS n FROM nodes';
    writeNodes(join(folder, 'other'), [{ name: 'a', step: 's' }]);
    writeNodes(join(folder, 'third'), []);
    expect(await outputOf([query], { env: { PROUIE_STORE: 'other' } })).toBe('n\n1\n');
    expect(await outputOf([query, '--store', 'third'], { env: { PROUIE_STORE: 'other' } })).toBe('n\n0\n');
    await expect(
      sql([query], { cwd: tmpdir(), env: { PROUIE_STORE: join(folder, 'none') } }),
    ).rejects.toMatchObject({ code: 'PROUIE_STORE_MISSING' });
  });

  test('the pipeline may be named by its file, and the profile by its name', async () => {
    writeNodes(
      join(folder, 'other'),
      [
        { name: 'a', step: 's' },
        { name: 'b', step: 's' },
      ],
      'laptop',
    );
    const argv = [
      'SELECT name FROM nodes',
      '--store',
      'other',
      '--pipeline',
      'pipelines/prouie.ts',
      '--profile',
      'laptop',
    ];
    expect(await outputOf(argv)).toBe('name\na\nb\n');
    await expect(sql(['SELECT 1', '--pipeline', 'mine.ts'])).rejects.toMatchObject({
      code: 'PROUIE_STATE_MISSING',
    });
  });

  test('an error in the query says where, and what was meant', async () => {
    await expect(sql(['SELECT avg(f1)\nFROM metrcs'])).rejects.toMatchObject({
      code: 'PROUIE_SQL_RELATION',
      message: 'Table with name metrcs does not exist!\n\n  FROM metrcs\n       ^',
      hint: 'Did you mean "metrics"?',
      location: { file: 'query', line: 2, column: 6 },
    });
  });

  test('a named query is that of the folder, else one of the package, with values for its parameters', async () => {
    writeFiles(folder, {
      'queries/best.sql': '-- Best\n-- $n = 1\nSELECT max(f1) AS best FROM metrics LIMIT $n',
    });
    expect(await outputOf(['@best'])).toBe('best\n61.5\n');
    expect(await outputOf(['@worst', '--param', 'limit=1', '--format', 'jsonl'])).toContain('"f1":41.25');
    expect(await outputOf(['SELECT $a || $b AS both', '--param', 'a=x=', '--param', 'b=y'])).toBe(
      'both\nx=y\n',
    );
    const list = await outputOf(['--list'], { cwd: folder });
    expect(list).toMatch(/^@best +Best\n +n=1$/m);
    expect(list).toMatch(/^@worst +The data sets .*\n +variant=full +the variant$/m);
    await expect(sql(['@bset'])).rejects.toMatchObject({
      code: 'PROUIE_SQL_QUERY',
      hint: 'Did you mean "best"?',
    });
    await expect(sql(['@worst', '--param', 'limit'])).rejects.toMatchObject({ code: 'PROUIE_USAGE' });
  });

  test('an error in a named query points into its file', async () => {
    writeFiles(folder, { 'queries/wrong.sql': '-- Wrong\nSELECT\n  varient\nFROM metrics\n' });
    await expect(sql(['@wrong'])).rejects.toMatchObject({
      code: 'PROUIE_SQL_COLUMN',
      message: expect.stringMatching(/\n {4}varient\n {4}\^$/),
      location: { file: 'queries/wrong.sql', line: 3, column: 3 },
    });
  });

  test.each(readdirSync('queries').map((name) => [name.replace('.sql', '')] as const))(
    'the query @%s of the package answers',
    async (name) => {
      const values = name === 'attempts' ? ['--param', 'node=%'] : [];
      const [head] = (await outputOf([`@${name}`, ...values])).split('\n');
      expect(head!.split(',').length).toBeGreaterThan(3);
    },
  );

  test('history has the attempts of every run, and nodes what they left', async () => {
    const root = join(folder, '.prouie');
    const event = {
      type: 'finish',
      time: '2026-01-01T10:01:00.000Z',
      node: 'train/full/de',
      key: 'k1',
      seconds: 2,
    };
    for (const run of ['20260101T100000-7', '20260102T100000-8']) {
      const record = {
        schemaVersion: 1,
        run,
        pipeline: 'prouie',
        profile: 'quick',
        startedAt: '',
        endedAt: '',
      };
      writeFiles(root, {
        [`runs/${run}.json`]: JSON.stringify({
          ...record,
          host: 'h',
          commit: run,
          uncommitted: null,
          summary: null,
        }),
        [`events/${run}.jsonl`]: `${JSON.stringify({ ...event, bytes: 3 })}\n`,
      });
    }
    const query = `SELECT run, outcome, commit FROM history JOIN runs USING (run) JOIN nodes ON node = name ORDER BY run`;
    expect(await outputOf([query])).toBe(
      'run,outcome,commit\n20260101T100000-7,made,20260101T100000-7\n20260102T100000-8,made,20260102T100000-8\n',
    );
  });

  test('--help prints the page and asks nothing', async () => {
    expect(await outputOf(['--help'], { cwd: '/' })).toContain('Usage: prouie sql [QUERY | @NAME] [flags]');
  });
});
