import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTable } from '../../src/store/arrow-reader.ts';
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
    await expect(sql([], { terminal: true })).rejects.toMatchObject({
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

  test('--help prints the page and asks nothing', async () => {
    expect(await outputOf(['--help'], { cwd: '/' })).toContain('Usage: prouie sql [QUERY] [flags]');
  });
});
