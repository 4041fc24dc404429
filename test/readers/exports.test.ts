import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCatalog } from '../../src/catalog/catalog.ts';
import { RELATION_NAMES } from '../../src/catalog/relations.ts';
import { openStoreSource } from '../../src/catalog/store-source.ts';
import { keyOf, type Recipe } from '../../src/identity/key.ts';
import { storePaths } from '../../src/store/paths.ts';
import type { Store } from '../../src/store/store.ts';
import { writeSmallStore } from '../catalog/small-store.ts';
import { runExport } from '../cli/export/run-export.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { hasPackages, python, readWith } from './python-packages.ts';

type Relations = Readonly<
  Record<string, { types: Readonly<Record<string, string>>; rows: readonly object[] }>
>;

const TYPES = {
  duckdb: { VARCHAR: 'VARCHAR', BIGINT: 'BIGINT', DOUBLE: 'DOUBLE', BOOLEAN: 'BOOLEAN' },
  polars: { VARCHAR: 'String', BIGINT: 'Int64', DOUBLE: 'Float64', BOOLEAN: 'Boolean' },
  'polars-arrow': { VARCHAR: 'String', BIGINT: 'Int64', DOUBLE: 'Float64', BOOLEAN: 'Boolean' },
  pyarrow: { VARCHAR: 'string', BIGINT: 'int64', DOUBLE: 'double', BOOLEAN: 'bool' },
} as const;

function workplace(): string {
  const cwd = temporaryFolder();
  const store = writeSmallStore(join(cwd, '.prouie'));
  writeTrainingRecord(store);
  return cwd;
}

/** Gives the training node of the small store a record of what it was told. */
function writeTrainingRecord(store: Store): void {
  const request = store.writeBlob(JSON.stringify({ method: 'grpo', options: { learningRate: 0.05 } })).digest;
  const recipe = { step: 'train', code: '', tool: 'runner 1', params: {}, inputs: { request } } as Recipe;
  const key = keyOf(recipe);
  store.publish({ schemaVersion: 1, key, recipe, seed: null, outputs: {} });
  const state = storePaths.nodes(store.root, 'prouie', 'quick');
  const before = Buffer.from('train/full/de').toString('hex').padEnd(64, '0');
  writeFileSync(state, readFileSync(state, 'utf8').replaceAll(before, key));
  renameSync(storePaths.work(store.root, before), storePaths.work(store.root, key));
}

/** What `prouie sql` says of every relation, with the types of a reader. */
async function askedRelations(cwd: string, types: Readonly<Record<string, string>>): Promise<Relations> {
  const catalog = await openCatalog(
    openStoreSource(join(cwd, '.prouie'), { pipeline: 'prouie', profile: 'quick' }),
  );
  const relations: Record<string, Relations[string]> = {};
  for (const name of RELATION_NAMES) {
    const { columns, rows } = await catalog.query(`FROM ${name}`);
    const plain = rows.map((row) =>
      Object.fromEntries(
        columns.map((column, index) => [
          column.name,
          typeof row[index] === 'bigint' ? Number(row[index]) : row[index],
        ]),
      ),
    );
    relations[name] = {
      types: Object.fromEntries(columns.map((column) => [column.name, types[column.type]!])),
      rows: plain,
    };
  }
  catalog.close();
  return relations;
}

const hasReaders = hasPackages('duckdb', 'polars', 'pyarrow');
describe.skipIf(!hasReaders)('relations (needs the Python packages duckdb, polars and pyarrow)', () => {
  test.each([
    ['duckdb', 'duckdb', 'results.duckdb'],
    ['polars', 'parquet', 'results'],
    ['polars-arrow', 'arrow', 'results'],
    ['pyarrow', 'arrow', 'results'],
  ] as const)(
    '%s reads what `export %s` wrote: rows, values and types as `prouie sql` has them',
    async (reader, kind, path) => {
      const cwd = workplace();
      expect((await runExport([kind, path], { cwd })).code).toBe(0);
      const { prouie_export: mark, ...read } = readWith(
        'read_relations.py',
        reader,
        join(cwd, path),
      ) as Relations;
      expect(read).toEqual(await askedRelations(cwd, TYPES[reader]));
      expect(mark?.rows).toEqual(
        reader === 'duckdb' ? [{ version: 1, pipeline: 'prouie', profile: 'quick', run: null }] : undefined,
      );
    },
  );
});

const hasMlflow = hasPackages('mlflow', 'sqlalchemy', 'alembic');
describe.skipIf(!hasMlflow)('MLflow (needs the Python packages mlflow, sqlalchemy and alembic)', () => {
  interface Run {
    readonly id: string;
    readonly name: string;
    readonly params: Readonly<Record<string, string>>;
    readonly tags: Readonly<Record<string, string>>;
    readonly metrics: Readonly<Record<string, readonly (readonly [number, number])[]>>;
    readonly artifacts: Readonly<Record<string, string>>;
    readonly started: number;
    readonly ended: number;
  }

  test('its client reads variants with their seeds below them: parameters, curves by step, scores, artifacts', async () => {
    const cwd = workplace();
    const { code, err } = await runExport(['mlflow', 'tracked', '--python', python], { cwd });
    expect([code, err]).toEqual([0, '']);
    const runs = readWith('read_mlflow.py', join(cwd, 'tracked')) as readonly Run[];
    expect(runs.map(({ name }) => name).sort()).toEqual([
      'full',
      'full, seed 1',
      'tables',
      'without-sa',
      'without-sa, seed 1',
    ]);
    const named = (name: string): Run => runs.find((run) => run.name === name)!;
    const child = named('full, seed 1');
    expect(child).toMatchObject({
      experiment: 'prouie quick',
      status: 'FINISHED',
      params: {
        variant: 'full',
        seed: '1',
        engine: 'embedded',
        'de.method': 'grpo',
        'de.options.learningRate': '0.05',
      },
      tags: { 'mlflow.parentRunId': named('full').id, 'prouie.profile': 'quick' },
      started: Date.parse('2026-01-01T10:00:00.000Z'),
      ended: Date.parse('2026-01-01T10:02:00.500Z'),
    });
    expect(child.metrics['de/reward']).toEqual([
      [0, Math.fround(0.1)],
      [1, 0.5],
      [2, 0.75],
    ]);
    expect(child.metrics['f1/uie/SciERC/relation']).toEqual([[0, 20.625]]);
    expect(named('full').metrics['f1/prouie/CrossNER/entity']).toEqual([[0, 61.5]]);
    expect(child.artifacts['scores.csv']).toContain('f1/prouie/CrossNER/entity,61.5\n');
    expect(named('tables').artifacts['cells.csv']).toMatch(/^table,row,group,column/);
  });
});

const hasTensorboard = hasPackages('tensorboard');
describe.skipIf(!hasTensorboard)('TensorBoard (needs the Python package tensorboard)', () => {
  test('its own reader finds every curve of every stage, at the time when training began', async () => {
    const cwd = workplace();
    expect((await runExport(['tensorboard', 'curves'], { cwd })).code).toBe(0);
    const began = Date.parse('2026-01-01T10:00:00.000Z') / 1000;
    expect(readWith('read_tensorboard.py', join(cwd, 'curves'))).toEqual({
      'full/seed-1/de': {
        reward: [
          [began, 0, Math.fround(0.1)],
          [began, 1, 0.5],
          [began, 2, 0.75],
        ],
      },
    });
  });
});
