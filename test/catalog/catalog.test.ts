import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Catalog, openCatalog } from '../../src/catalog/catalog.ts';
import { RELATION_NAMES } from '../../src/catalog/relations.ts';
import type { CatalogSource } from '../../src/catalog/source.ts';
import { openStoreSource } from '../../src/catalog/store-source.ts';
import type { ProuieError } from '../../src/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { METRICS, storeContent, storeRows, writeNodes, writeSmallStore } from './small-store.ts';

const SELECTION = { pipeline: 'prouie', profile: 'quick' };
const folder = mkdtempSync(join(tmpdir(), 'prouie-catalog-'));
let source: CatalogSource;
let catalog: Catalog;

beforeAll(() => {
  writeSmallStore(join(folder, 'small'));
  source = openStoreSource(join(folder, 'small'), SELECTION);
});
beforeEach(async () => {
  catalog = await openCatalog(source);
});
afterEach(() => catalog.close());
afterAll(() => rmSync(folder, { recursive: true }));

async function ask(sql: string): Promise<unknown[][]> {
  const { rows } = await catalog.query(sql);
  return rows.map((row) => [...row]);
}

async function failureOf(sql: string): Promise<ProuieError> {
  return catalog.query(sql).then(
    () => expect.fail(`${sql} did not fail`),
    (error: ProuieError) => error,
  );
}

describe('relations', () => {
  test('mean F1 by task and variant', async () => {
    const sql = `SELECT task, variant, avg(f1) AS f1 FROM metrics WHERE profile = 'prouie' GROUP BY ALL ORDER BY ALL`;
    expect(await catalog.query(sql)).toEqual({
      columns: [
        { name: 'task', type: 'VARCHAR' },
        { name: 'variant', type: 'VARCHAR' },
        { name: 'f1', type: 'DOUBLE' },
      ],
      rows: [
        ['ner', 'full', 61.5],
        ['ner', 'without-sa', 58.5],
        ['re', 'full', 41.25],
        ['re', 'without-sa', 40.75],
      ],
    });
  });

  test('tags stand in for columns that a table lacks, and the node and its profile stand beside', async () => {
    expect(
      await ask('SELECT variant, seed, engine, dataset, task, node, run_profile FROM metrics LIMIT 1'),
    ).toEqual([['full', 1n, 'embedded', 'CrossNER', 'ner', 'score/full/CrossNER', 'quick']]);
    expect(await ask('SELECT variant, stage, step, round(value, 3) FROM curves')).toEqual([
      ['full', 'de', 0n, 0.1],
      ['full', 'de', 1n, 0.5],
      ['full', 'de', 2n, 0.75],
    ]);
  });

  test('tables feed their cells and the published figures; a column of theirs wins over the node of that name', async () => {
    expect(await ask('SELECT c.table, c.row, c.column, node, within, value, published FROM cells c')).toEqual(
      [
        ['1', 'NER', 'ProUIE', 'score/*/CrossNER', true, 61.5, 60],
        ['1', 'RE', 'ProUIE', null, null, null, 44],
        ['1', 'RE', 'USM', null, null, null, null],
      ],
    );
    expect(await ask('SELECT p.table, p.row, p.group, p.column, value, node FROM published p')).toEqual([
      ['1', 'NER', 'in', 'ProUIE', 60, 'table/1'],
      ['1', 'RE', null, 'ProUIE', 44, 'table/1'],
    ]);
  });

  test('rows come in the order of the nodes', async () => {
    expect((await ask(`SELECT node FROM metrics WHERE profile = 'uie'`)).flat()).toEqual([
      'score/full/CrossNER',
      'score/full/SciERC',
      'score/without-sa/CrossNER',
      'score/without-sa/SciERC',
    ]);
  });

  test('JSON lines feed a relation, lists and objects in them as JSON text', async () => {
    expect(await ask('SELECT id, text, schema FROM examples WHERE split = $$test$$')).toEqual([
      ['a-1', 'Ada Quill\nof Brno', '{"types":["person"]}'],
      ['a-2', 'nobody, "here"', '{"types":["person"]}'],
    ]);
    expect(await ask(`SELECT json_extract_string(schema, '$.types[0]') FROM examples LIMIT 1`)).toEqual([
      ['person'],
    ]);
  });

  test('the nodes that ran longest, by the attempt that made their result', async () => {
    expect(
      await ask(
        'SELECT name, step, seconds, host, attempt FROM nodes ORDER BY seconds DESC NULLS LAST LIMIT 2',
      ),
    ).toEqual([
      ['train/full/de', 'train', 120.5, 'gpu1', 2n],
      ['import/CrossNER', 'import', 0.5, 'gpu1', 2n],
    ]);
    expect(await ask(`SELECT name, seconds FROM nodes WHERE status = 'stale'`)).toEqual([['table/1', null]]);
  });

  test('runs and artifacts', async () => {
    expect(await ask('SELECT run, ran, seconds, commit, uncommitted FROM runs')).toEqual([
      ['20260101T100000-7', 7n, 120, 'abc', null],
    ]);
    expect(
      await ask(`SELECT output, kind, size FROM artifacts WHERE node = 'train/full/de' ORDER BY output DESC`),
    ).toEqual([
      ['log', 'text', 5n],
      ['curves', 'arrow', expect.any(BigInt)],
    ]);
  });

  test('every relation can be asked, described and listed, with nothing in it too', async () => {
    expect((await ask('SHOW TABLES')).flat()).toEqual([...RELATION_NAMES].sort());
    for (const name of RELATION_NAMES) expect((await ask(`DESCRIBE ${name}`)).length).toBeGreaterThan(3);
    expect(await ask('SELECT count(*) FROM lengths')).toEqual([[0n]]);
    expect(await ask('SELECT reason FROM assumptions')).toEqual([]);
  });

  test('relations are found in a pivot, in a join and behind other statements', async () => {
    const pivot = `PIVOT (SELECT dataset, variant, f1 FROM metrics WHERE profile = 'prouie') ON variant USING first(f1) ORDER BY dataset`;
    expect(await ask(pivot)).toEqual([
      ['CrossNER', 61.5, 58.5],
      ['SciERC', 41.25, 40.75],
    ]);
    expect(
      await ask('CREATE TEMP TABLE best AS SELECT max(f1) AS f1 FROM "metrics"; SELECT * FROM best'),
    ).toEqual([[61.5]]);
    expect(await ask('SELECT count(*) FROM Metrics m JOIN Nodes n ON m.node = n.name')).toEqual([[8n]]);
  });

  test('only what a query names is read', async () => {
    const read: string[] = [];
    const watched: CatalogSource = {
      ...source,
      readBlob: (digest) => {
        read.push(digest);
        return source.readBlob(digest);
      },
    };
    const other = await openCatalog(watched);
    await other.query('SELECT count(*) FROM nodes');
    expect(read).toHaveLength(0);
    await other.query('SELECT count(*) FROM curves');
    await other.query('SELECT max(value) FROM curves');
    expect(read).toHaveLength(1);
    await other.query('SELECT max(value) AS examples FROM curves -- and no metrics');
    expect(read).toHaveLength(1);
    other.close();
  });
});

describe('a store of another shape', () => {
  function openStore(name: string, fill: (store: Store, root: string) => void): Promise<Catalog> {
    const root = join(folder, name);
    const store = writeSmallStore(root);
    fill(store, root);
    return openCatalog(openStoreSource(root, { ...SELECTION, profile: '*' }));
  }

  test('further columns and tags become columns, and unequal types are joined', async () => {
    const narrow = {
      columns: [
        { name: 'F1', type: 'float64' },
        { name: 'k', type: 'int32' },
        { name: 'note', type: 'utf8' },
      ],
    } as const;
    const wide = {
      columns: [
        { name: 'k', type: 'float64' },
        { name: 'note', type: 'bool', nullable: true },
      ],
    } as const;
    const joined = await openStore('joined', (store, root) =>
      writeNodes(root, [
        {
          name: 'a',
          step: 's',
          tags: { relation: 'metrics', shot: 5 },
          outputs: { t: storeRows(store, narrow, [{ F1: 1, k: 2, note: 'x' }]) },
        },
        {
          name: 'b',
          step: 's',
          tags: { relation: 'metrics' },
          outputs: {
            t: storeRows(store, wide, [
              { k: 2.5, note: true },
              { k: 3, note: null },
            ]),
          },
        },
      ]),
    );
    const { columns, rows } = await joined.query('SELECT f1, k, note, shot FROM metrics');
    expect(columns.map((column) => column.type)).toEqual(['DOUBLE', 'DOUBLE', 'VARCHAR', 'BIGINT']);
    expect(rows).toEqual([
      [1, 2, 'x', 5n],
      [null, 2.5, 'true', null],
      [null, 3, null, null],
    ]);
    joined.close();
  });

  test('tables beyond those that fit are read anew when they are loaded, and may be gone by then', async () => {
    const tokens = { columns: [{ name: 'tokens', type: 'int32' }] } as const;
    const root = join(folder, 'large');
    const store = writeSmallStore(root);
    const sizes = [60_000, 60_000, 10];
    const nodes = sizes.map((size, index) => ({
      name: `lengths/${index}`,
      step: 's',
      tags: { relation: 'lengths', seed: index },
      outputs: {
        lengths: storeRows(
          store,
          tokens,
          Array.from({ length: size }, (_, row) => ({ tokens: row + index })),
        ),
      },
    }));
    writeNodes(root, nodes);
    const stored = openStoreSource(root, SELECTION);
    const read: string[] = [];
    const gone = nodes[2]!.outputs.lengths.digest;
    const vanishing: CatalogSource = {
      ...stored,
      readBlob: (digest) => {
        const isSecond = read.includes(digest);
        read.push(digest);
        return isSecond && digest === gone ? undefined : stored.readBlob(digest);
      },
    };
    const large = await openCatalog(vanishing);
    const sql = 'SELECT seed, count(*) AS rows, sum(tokens) AS tokens FROM lengths GROUP BY ALL ORDER BY ALL';
    expect((await large.query(sql)).rows).toEqual([
      [0n, 60_000n, 1_799_970_000n],
      [1n, 60_000n, 1_800_030_000n],
    ]);
    expect(read).toHaveLength(5);
    expect(large.warnings).toEqual([
      'lengths is without the rows of lengths/2: the content of its output "lengths" is gone.',
    ]);
    large.close();
  });

  test('a node may feed several relations, each by the output of its name', async () => {
    const several = await openStore('several', (store, root) => {
      const tokens = { columns: [{ name: 'tokens', type: 'int32' }] } as const;
      const ids = { columns: [{ name: 'id', type: 'utf8' }] } as const;
      const outputs = {
        lengths: storeRows(store, tokens, [{ tokens: 3 }]),
        predictions: storeRows(store, ids, [{ id: 'p' }]),
      };
      writeNodes(root, [{ name: 'predict', step: 's', tags: { relation: 'predictions lengths' }, outputs }]);
    });
    expect((await several.query('SELECT id, tokens FROM predictions, lengths')).rows).toEqual([['p', 3n]]);
    several.close();
  });

  test('the profiles of a store stand side by side', async () => {
    const both = await openStore('both', (store, root) =>
      writeNodes(
        root,
        [
          {
            name: 'score',
            step: 's',
            tags: { relation: 'metrics' },
            outputs: { metrics: storeRows(store, METRICS, []) },
          },
        ],
        'laptop',
      ),
    );
    expect((await both.query('SELECT profile, count(*) FROM nodes GROUP BY ALL ORDER BY ALL')).rows).toEqual([
      ['laptop', 1n],
      ['quick', 7n],
    ]);
    both.close();
  });

  test('more rows than a vector arrive whole and in order', async () => {
    const counts = Array.from({ length: 5000 }, (_, row) => ({ tokens: row }));
    const schema = { columns: [{ name: 'tokens', type: 'int32' }] } as const;
    const large = await openStore('large', (store, root) =>
      writeNodes(root, [
        {
          name: 'a',
          step: 's',
          tags: { relation: 'lengths' },
          outputs: { t: storeRows(store, schema, counts.slice(0, 1500)) },
        },
        {
          name: 'b',
          step: 's',
          tags: { relation: 'lengths' },
          outputs: { t: storeRows(store, schema, counts.slice(1500)) },
        },
      ]),
    );
    expect((await large.query('SELECT tokens FROM lengths')).rows.flat()).toEqual(
      counts.map(({ tokens }) => BigInt(tokens)),
    );
    large.close();
  });

  test('content that is gone is left out with a warning, content that is no table is an error', async () => {
    const gone = await openStore('gone', (store, root) => {
      const kept = storeRows(store, METRICS, []);
      writeNodes(root, [
        {
          name: 'a',
          step: 's',
          tags: { relation: 'metrics' },
          outputs: { metrics: { ...kept, digest: 'f'.repeat(64) } },
        },
        {
          name: 'b',
          step: 's',
          tags: { relation: 'curves' },
          outputs: { curves: storeContent(store, 'text', 'step 1\n') },
        },
      ]);
    });
    expect((await gone.query('SELECT * FROM metrics')).rows).toEqual([]);
    expect(gone.warnings).toEqual([
      'metrics is without the rows of a: the content of its output "metrics" is gone.',
    ]);
    await expect(gone.query('SELECT * FROM curves')).rejects.toMatchObject({
      code: 'PROUIE_CATALOG_OUTPUT',
      message: expect.stringContaining('The output "curves" of b feeds a relation'),
    });
    gone.close();
  });

  test('a store, a profile or a state that is not there is an error that says what is', () => {
    expect(() => openStoreSource(join(folder, 'none'), SELECTION)).toThrow(
      expect.objectContaining({ code: 'PROUIE_STORE_MISSING' }),
    );
    expect(() => openStoreSource(join(folder, 'small'), { ...SELECTION, profile: 'quik' })).toThrow(
      expect.objectContaining({ code: 'PROUIE_STATE_MISSING', hint: 'Did you mean "quick"?' }),
    );
  });
});

describe('values', () => {
  test('whole numbers of any size, decimals, lists, structs, maps and dates have a plain form', async () => {
    const sql = `SELECT 170141183460469231731687303715884105727::HUGEINT, 1.50::DECIMAL(10,2), [1, NULL], {'a': [1.5::DOUBLE]},
      MAP {'k': 1}, DATE '2026-01-31', TIMESTAMPTZ '2026-01-31 10:00:00+02', 0.1::FLOAT, union_value(n := 2), NULL, 'x'::BLOB`;
    expect(await ask(sql)).toEqual([
      [
        2n ** 127n - 1n,
        1.5,
        [1, null],
        { a: [1.5] },
        { k: 1 },
        '2026-01-31',
        '2026-01-31 08:00:00+00',
        0.1,
        2,
        null,
        'x',
      ],
    ]);
  });

  test('columns of one name are told apart', async () => {
    expect((await catalog.query('SELECT 1 AS a, 2 AS a')).columns.map((column) => column.name)).toEqual([
      'a',
      'a:1',
    ]);
  });
});

describe('a query that fails', () => {
  test('points at an unknown column and says which was meant', async () => {
    const error = await failureOf("SELECT 'größe 🧪',\n  avg(f1_score) FROM metrics");
    expect(error).toMatchObject({
      code: 'PROUIE_SQL_COLUMN',
      location: { file: 'query', line: 2, column: 7 },
    });
    expect(error.message.split('\n').slice(-2)).toEqual(['    avg(f1_score) FROM metrics', '        ^']);
    expect(error.hint).toContain('f1');
    expect(await failureOf('SELECT m.dataste FROM metrics m')).toMatchObject({
      code: 'PROUIE_SQL_COLUMN',
      hint: 'Did you mean "dataset"?',
      location: { column: 8 },
    });
  });

  test('names the relation that was meant', async () => {
    expect(await failureOf('SELECT * FROM metric')).toMatchObject({
      code: 'PROUIE_SQL_RELATION',
      hint: 'Did you mean "metrics"?',
      location: { line: 1, column: 15 },
    });
  });

  test('points at a syntax error, also behind text outside ASCII', async () => {
    const error = await failureOf("SELECT '深層 🧪', f1 FRO metrics WHERE");
    expect(error).toMatchObject({ code: 'PROUIE_SQL_SYNTAX', location: { line: 1, column: 23 } });
    expect(error.message.split('\n').at(-1)).toBe(`  ${' '.repeat(25)}^`);
    expect((await failureOf('SELECT column FROM cells')).hint).toBe(
      'A column named like a key word stands in double quotes: "column".',
    );
  });

  test('shows the part of a long line that matters', async () => {
    const error = await failureOf(
      `SELECT ${Array.from({ length: 60 }, () => 'f1').join(', ')}, f2 FROM metrics`,
    );
    const [line, caret] = error.message.split('\n').slice(-2) as [string, string];
    expect(line.length).toBeLessThanOrEqual(102);
    expect(line.slice(caret.indexOf('^')).startsWith('f2 FROM')).toBe(true);
  });

  test.each([
    [`SELECT * FROM read_csv('/etc/hosts')`],
    [`COPY nodes TO '/tmp/nodes.csv'`],
    [`ATTACH '/tmp/other.db'`],
    ['INSTALL httpfs'],
  ])('reaches nothing outside the store: %s', async (sql) => {
    expect((await failureOf(sql)).code).toBe('PROUIE_SQL_ACCESS');
  });

  test('cannot unlock the files, nor change a setting', async () => {
    for (const sql of [
      'SET enable_external_access = true',
      `SET allowed_directories = ['/']`,
      'SET threads = 4',
    ]) {
      expect((await failureOf(sql)).code).toBe('PROUIE_SQL_FAILED');
    }
  });

  test('leaves the catalogue as it was', async () => {
    await failureOf('SELECT 1 / f1x FROM metrics');
    expect(await ask('SELECT count(*) FROM metrics')).toEqual([[8n]]);
  });
});

test('no file is left behind by a Parquet export', async () => {
  const before = existsSync('.tmp');
  expect(
    Buffer.from(await catalog.exportParquet('FROM metrics'))
      .subarray(0, 4)
      .toString(),
  ).toBe('PAR1');
  expect(
    Buffer.from(await catalog.exportParquet('SELECT 1 AS a, 2 AS a'))
      .subarray(-4)
      .toString(),
  ).toBe('PAR1');
  expect((await ask('SHOW TABLES')).flat()).toEqual([...RELATION_NAMES].sort());
  expect(existsSync('.tmp')).toBe(before);
});
