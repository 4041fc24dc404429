import { sqlTokens } from './sql-tokens.ts';

/** What queries may name, with the columns that are always there. Tables that feed a relation may bring more. */
export type SqlType = 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN';

export interface RelationColumn {
  readonly name: string;
  readonly type: SqlType;
}

const VARIANT = { name: 'variant', type: 'VARCHAR' } as const;
const SEED = { name: 'seed', type: 'BIGINT' } as const;
const ENGINE = { name: 'engine', type: 'VARCHAR' } as const;
const DATASET = { name: 'dataset', type: 'VARCHAR' } as const;
const TASK = { name: 'task', type: 'VARCHAR' } as const;
const STAGE = { name: 'stage', type: 'VARCHAR' } as const;
const PIPELINE = { name: 'pipeline', type: 'VARCHAR' } as const;
const PROFILE = { name: 'profile', type: 'VARCHAR' } as const;
const RUN = { name: 'run', type: 'VARCHAR' } as const;
const NODE = { name: 'node', type: 'VARCHAR' } as const;
const KEY = { name: 'key', type: 'VARCHAR' } as const;
const ATTEMPT = { name: 'attempt', type: 'BIGINT' } as const;
const STARTED = { name: 'started', type: 'VARCHAR' } as const;
const ENDED = { name: 'ended', type: 'VARCHAR' } as const;
const SECONDS = { name: 'seconds', type: 'DOUBLE' } as const;
const HOST = { name: 'host', type: 'VARCHAR' } as const;
/** The node whose output holds the row, and the profile that it ran under (`quick`, `laptop`, `paper`). */
const ORIGIN = [NODE, { name: 'run_profile', type: 'VARCHAR' }] as const;
const CELL = [
  { name: 'table', type: 'VARCHAR' },
  { name: 'row', type: 'VARCHAR' },
  { name: 'group', type: 'VARCHAR' },
  { name: 'column', type: 'VARCHAR' },
] as const;

export const RELATIONS = {
  /**
   * One row a node of the pipeline; `attempt`, `started`, `seconds` and `host` are those of the attempt that made its
   * last result, `failure` is why the last attempt failed, `absent` why the node cannot be made.
   */
  nodes: [
    PIPELINE,
    PROFILE,
    { name: 'name', type: 'VARCHAR' },
    { name: 'step', type: 'VARCHAR' },
    { name: 'status', type: 'VARCHAR' },
    KEY,
    { name: 'relation', type: 'VARCHAR' },
    VARIANT,
    SEED,
    ENGINE,
    DATASET,
    TASK,
    STAGE,
    ATTEMPT,
    STARTED,
    SECONDS,
    HOST,
    { name: 'failure', type: 'VARCHAR' },
    { name: 'absent', type: 'VARCHAR' },
  ],
  /** One row a run; `uncommitted` is the digest of the changes to the source that were not committed. */
  runs: [
    RUN,
    PIPELINE,
    PROFILE,
    STARTED,
    ENDED,
    SECONDS,
    { name: 'ran', type: 'BIGINT' },
    { name: 'fresh', type: 'BIGINT' },
    { name: 'failed', type: 'BIGINT' },
    { name: 'skipped', type: 'BIGINT' },
    { name: 'commit', type: 'VARCHAR' },
    { name: 'uncommitted', type: 'VARCHAR' },
    HOST,
  ],
  /**
   * One row an attempt at a node in any run, and one a node that a run skipped or found fresh: `outcome` is `made`,
   * `fresh`, `failed`, `retried`, `skipped`, `running` or `broken off`, `reasons` why it was stale, as JSON.
   */
  history: [
    RUN,
    PIPELINE,
    PROFILE,
    NODE,
    { name: 'outcome', type: 'VARCHAR' },
    KEY,
    ATTEMPT,
    STARTED,
    ENDED,
    SECONDS,
    { name: 'bytes', type: 'BIGINT' },
    { name: 'reasons', type: 'VARCHAR' },
    { name: 'why', type: 'VARCHAR' },
  ],
  /** One row an output of a node; `size` in bytes. */
  artifacts: [
    PIPELINE,
    PROFILE,
    NODE,
    { name: 'output', type: 'VARCHAR' },
    { name: 'kind', type: 'VARCHAR' },
    { name: 'digest', type: 'VARCHAR' },
    { name: 'size', type: 'BIGINT' },
  ],
  examples: [
    { name: 'id', type: 'VARCHAR' },
    DATASET,
    TASK,
    { name: 'split', type: 'VARCHAR' },
    { name: 'text', type: 'VARCHAR' },
    { name: 'schema', type: 'VARCHAR' },
    { name: 'gold', type: 'VARCHAR' },
    ...ORIGIN,
  ],
  predictions: [
    { name: 'id', type: 'VARCHAR' },
    VARIANT,
    SEED,
    ENGINE,
    DATASET,
    TASK,
    { name: 'output', type: 'VARCHAR' },
    ...ORIGIN,
  ],
  /** `profile` is the scorer's (`prouie`, `uie`, …); precision, recall and f1 are in percent. */
  metrics: [
    VARIANT,
    SEED,
    ENGINE,
    DATASET,
    TASK,
    PROFILE,
    { name: 'metric', type: 'VARCHAR' },
    { name: 'tp', type: 'BIGINT' },
    { name: 'fp', type: 'BIGINT' },
    { name: 'fn', type: 'BIGINT' },
    { name: 'precision', type: 'DOUBLE' },
    { name: 'recall', type: 'DOUBLE' },
    { name: 'f1', type: 'DOUBLE' },
    ...ORIGIN,
  ],
  /** One row an example, scorer profile and metric: what `metrics` sums up. */
  counts: [
    VARIANT,
    SEED,
    ENGINE,
    DATASET,
    TASK,
    PROFILE,
    { name: 'metric', type: 'VARCHAR' },
    { name: 'id', type: 'VARCHAR' },
    { name: 'tp', type: 'BIGINT' },
    { name: 'fp', type: 'BIGINT' },
    { name: 'fn', type: 'BIGINT' },
    ...ORIGIN,
  ],
  /** One row a wrong item under the scorer profile `prouie`; gold and answer are JSON lists of an item's parts. */
  errors: [
    VARIANT,
    SEED,
    ENGINE,
    DATASET,
    TASK,
    { name: 'metric', type: 'VARCHAR' },
    { name: 'id', type: 'VARCHAR' },
    { name: 'class', type: 'VARCHAR' },
    { name: 'gold', type: 'VARCHAR' },
    { name: 'answer', type: 'VARCHAR' },
    ...ORIGIN,
  ],
  /** One row a slot of the queries of Figure 3; accuracy (ExactAcc) in percent of all queries. */
  slots: [
    VARIANT,
    SEED,
    ENGINE,
    { name: 'slot', type: 'VARCHAR' },
    { name: 'queries', type: 'BIGINT' },
    { name: 'filled', type: 'BIGINT' },
    { name: 'exact_filled', type: 'BIGINT' },
    { name: 'exact', type: 'BIGINT' },
    { name: 'malformed', type: 'BIGINT' },
    { name: 'accuracy', type: 'DOUBLE' },
    ...ORIGIN,
  ],
  curves: [
    VARIANT,
    SEED,
    STAGE,
    { name: 'step', type: 'BIGINT' },
    { name: 'name', type: 'VARCHAR' },
    { name: 'value', type: 'DOUBLE' },
    ...ORIGIN,
  ],
  /** One row an output that was generated. */
  lengths: [VARIANT, SEED, ENGINE, DATASET, TASK, { name: 'tokens', type: 'BIGINT' }, ...ORIGIN],
  /** The paper's figures, as far as tables were made that print them. */
  published: [...CELL, { name: 'value', type: 'DOUBLE' }, ...ORIGIN],
  /**
   * One row a cell of a table; `within` is whether the published figure is inside the interval `low` to `high` (or the
   * table's tolerance), `node` where the value is from, `deviation` the
   * one over seeds, `p` of a difference its significance.
   */
  cells: [
    ...CELL,
    { name: 'value', type: 'DOUBLE' },
    { name: 'published', type: 'DOUBLE' },
    { name: 'delta', type: 'DOUBLE' },
    { name: 'within', type: 'BOOLEAN' },
    { name: 'low', type: 'DOUBLE' },
    { name: 'high', type: 'DOUBLE' },
    { name: 'deviation', type: 'DOUBLE' },
    { name: 'p', type: 'DOUBLE' },
    { name: 'note', type: 'VARCHAR' },
    { name: 'synthetic', type: 'BOOLEAN' },
    ...ORIGIN,
  ],
  /** One row a choice; `compared` names the variants or scorers whose scores show its effect. */
  assumptions: [
    { name: 'name', type: 'VARCHAR' },
    { name: 'about', type: 'VARCHAR' },
    { name: 'value', type: 'VARCHAR' },
    { name: 'alternatives', type: 'VARCHAR' },
    { name: 'reason', type: 'VARCHAR' },
    { name: 'setting', type: 'VARCHAR' },
    { name: 'compared', type: 'VARCHAR' },
    ...ORIGIN,
  ],
} as const satisfies Readonly<Record<string, readonly RelationColumn[]>>;

export type RelationName = keyof typeof RELATIONS;

export const RELATION_NAMES = Object.keys(RELATIONS) as readonly RelationName[];

/**
 * The relations whose name stands in a query as a word, wherever but in comments and behind AS, where it is a name that the
 * query gives: in another place than a table's it costs loading one for nothing. DuckDB's own list of table names is empty
 * for a PIVOT and for several statements.
 */
export function relationsNamed(sql: string): readonly RelationName[] {
  const tokens = sqlTokens(sql).filter(({ kind }) => kind !== 'comment');
  const words = tokens
    .filter((_, index) => tokens[index - 1]?.text.toLowerCase() !== 'as')
    .flatMap(({ text }) => text.toLowerCase().match(/[a-z_]\w*/g) ?? []);
  const named = new Set(words);
  return RELATION_NAMES.filter((name) => named.has(name));
}
