import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TableRow, TableSchema } from '../../src/store/arrow-schema.ts';
import { storePaths } from '../../src/store/paths.ts';
import type { StoredOutput } from '../../src/store/record.ts';
import { Store } from '../../src/store/store.ts';
import { writeRows } from '../store/arrow-rows.ts';

export const METRICS = {
  columns: [
    { name: 'profile', type: 'dictionary' },
    { name: 'metric', type: 'dictionary' },
    { name: 'tp', type: 'int32' },
    { name: 'fp', type: 'int32' },
    { name: 'fn', type: 'int32' },
    { name: 'precision', type: 'float64' },
    { name: 'recall', type: 'float64' },
    { name: 'f1', type: 'float64' },
  ],
} as const satisfies TableSchema;

const CURVES = {
  columns: [
    { name: 'step', type: 'int64' },
    { name: 'name', type: 'dictionary' },
    { name: 'value', type: 'float32' },
  ],
} as const satisfies TableSchema;

export interface SmallNode {
  readonly name: string;
  readonly step: string;
  readonly status?: string;
  readonly tags?: { readonly [tag: string]: string | number };
  readonly outputs?: { readonly [output: string]: StoredOutput };
  readonly seconds?: number;
}

export function storeContent(
  store: Store,
  kind: StoredOutput['kind'],
  content: string | Uint8Array,
): StoredOutput {
  return { kind, ...store.writeBlob(content) };
}

export function storeRows<const S extends TableSchema>(
  store: Store,
  schema: S,
  rows: readonly TableRow<S>[],
): StoredOutput {
  return storeContent(store, 'arrow', writeRows(schema, rows));
}

/** Writes the state of a pipeline and, for nodes with `seconds`, the attempt that made them. */
export function writeNodes(root: string, nodes: readonly SmallNode[], profile = 'quick'): void {
  const state = nodes.map(({ name, step, status = 'fresh', tags = {}, outputs = {} }) => ({
    name,
    step,
    status,
    key: keyOf(name),
    tags,
    outputs,
  }));
  writeJson(storePaths.nodes(root, 'prouie', profile), {
    schemaVersion: 1,
    run: '',
    nodes: state,
    blobs: {},
    results: {},
  });
  for (const { name, seconds } of nodes) {
    if (seconds === undefined) continue;
    writeJson(`${storePaths.attempt(root, keyOf(name), 1)}/exit.json`, {
      ok: false,
      startedAt: '2026-01-01T09:00:00.000Z',
      seconds: 1,
      host: 'gpu1',
    });
    writeJson(`${storePaths.attempt(root, keyOf(name), 2)}/exit.json`, {
      ok: true,
      startedAt: '2026-01-01T10:00:00.000Z',
      seconds,
      host: 'gpu1',
    });
  }
}

/**
 * A store with two variants on two data sets, the reward of one stage, a table's cells as JSON, examples as JSON lines,
 * and a run.
 */
export function writeSmallStore(root: string): Store {
  const store = new Store(root);
  store.prepare();
  const score = (f1: number, metric: string) => ({
    profile: 'prouie',
    metric,
    tp: 8,
    fp: 2,
    fn: 2,
    precision: f1,
    recall: f1,
    f1,
  });
  const scored = (variant: string, dataset: string, task: string, metric: string, f1: number): SmallNode => ({
    name: `score/${variant}/${dataset}`,
    step: 'score',
    tags: { relation: 'metrics', variant, seed: 1, engine: 'embedded', dataset, task },
    outputs: {
      metrics: storeRows(store, METRICS, [score(f1, metric), { ...score(f1 / 2, metric), profile: 'uie' }]),
    },
    seconds: 0.25,
  });
  const reward = [0.1, 0.5, 0.75].map((value, step) => ({ step: BigInt(step), name: 'reward', value }));
  const cell = {
    column: 'ProUIE',
    value: null,
    published: null,
    delta: null,
    within: null,
    note: null,
    node: null,
  };
  const tables = {
    schemaVersion: 1,
    tables: [
      {
        table: '1',
        title: 'NER',
        profile: 'quick',
        synthetic: true,
        rows: [
          {
            row: 'NER',
            cells: [
              { ...cell, value: 61.5, published: 60, delta: 1.5, within: true, node: 'score/*/CrossNER' },
            ],
            group: 'in',
          },
          {
            row: 'RE',
            cells: [
              { ...cell, published: 44, note: 'no corpus' },
              { ...cell, column: 'USM' },
            ],
            group: null,
          },
        ],
      },
    ],
  };
  const examples = [
    {
      id: 'a-1',
      dataset: 'CrossNER',
      task: 'ner',
      split: 'test',
      text: 'Ada Quill\nof Brno',
      schema: { types: ['person'] },
      gold: {},
    },
    {
      id: 'a-2',
      dataset: 'CrossNER',
      task: 'ner',
      split: 'test',
      text: 'nobody, "here"',
      schema: { types: ['person'] },
      gold: {},
    },
  ];
  writeNodes(root, [
    {
      name: 'import/CrossNER',
      step: 'import',
      tags: { relation: 'examples' },
      outputs: {
        examples: storeContent(
          store,
          'text',
          examples.map((example) => `${JSON.stringify(example)}\n`).join(''),
        ),
      },
      seconds: 0.5,
    },
    {
      name: 'train/full/de',
      step: 'train',
      tags: { relation: 'curves', variant: 'full', seed: 1, engine: 'embedded', stage: 'de' },
      outputs: { curves: storeRows(store, CURVES, reward), log: storeContent(store, 'text', 'done\n') },
      seconds: 120.5,
    },
    scored('full', 'CrossNER', 'ner', 'entity', 61.5),
    scored('full', 'SciERC', 're', 'relation', 41.25),
    scored('without-sa', 'CrossNER', 'ner', 'entity', 58.5),
    scored('without-sa', 'SciERC', 're', 'relation', 40.75),
    {
      name: 'table/1',
      step: 'tabulate',
      status: 'stale',
      tags: { relation: 'cells' },
      outputs: {
        table: storeContent(store, 'json', JSON.stringify(tables)),
        markdown: storeContent(store, 'text', '| x |'),
      },
    },
  ]);
  writeJson(storePaths.run(root, '20260101T100000-7'), {
    schemaVersion: 1,
    run: '20260101T100000-7',
    pipeline: 'prouie',
    profile: 'quick',
    startedAt: '2026-01-01T10:00:00.000Z',
    endedAt: '2026-01-01T10:02:00.000Z',
    host: 'gpu1',
    commit: 'abc',
    uncommitted: null,
    summary: { type: 'summary', ran: 7, fresh: 0, failed: 0, skipped: 0, seconds: 120 },
  });
  return store;
}

export function keyOf(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);
}

function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}
