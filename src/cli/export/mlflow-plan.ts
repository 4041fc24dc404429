import type { TrackedRun } from './tracked-runs.ts';

/** What `mlflow_export.py` writes, run by run; a parent stands before its children. */
export interface MlflowPlan {
  readonly experiment: string;
  readonly runs: readonly MlflowRun[];
}

export interface MlflowRun {
  readonly name: string;
  /** The place of its parent in the list. */
  readonly parent: number | null;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: readonly (readonly [key: string, step: number, value: number])[];
  /** Name of a file to its text. */
  readonly artifacts: Readonly<Record<string, string>>;
}

export interface MlflowSubject {
  readonly experiment: string;
  /** Tags of every run. */
  readonly tags: Readonly<Record<string, string>>;
  /** All cells of all tables, as CSV. */
  readonly cells: string;
}

/** What MLflow takes as the value of a parameter, in characters. */
const PARAM_LENGTH = 6000;

/**
 * A run for each variant, with the mean over seeds of its scores; below it one for each seed, with parameters, curves
 * by step (`<stage>/<name>`) and scores; and a run `tables` with all cells.
 */
export function mlflowPlan(
  runs: readonly TrackedRun[],
  { experiment, tags, cells }: MlflowSubject,
): MlflowPlan {
  const planned: MlflowRun[] = [];
  for (const variant of new Set(runs.map((run) => run.variant))) {
    const children = runs.filter((run) => run.variant === variant);
    const parent = planned.length;
    planned.push({
      name: variant,
      parent: null,
      ...timesOf(children),
      params: { variant },
      tags: { ...tags, 'prouie.variant': variant },
      metrics: meanScores(children),
      artifacts: {},
    });
    for (const child of children) {
      const seed = child.seed === null ? 'none' : String(child.seed);
      const engine = child.engine ?? 'none';
      planned.push({
        name: `${variant}, seed ${seed}`,
        parent,
        ...timesOf([child]),
        params: { variant, seed, engine, ...validParams(child.params) },
        tags: { ...tags, 'prouie.variant': variant, 'prouie.seed': seed, 'prouie.engine': engine },
        metrics: [
          ...child.curves.flatMap(({ stage, name, points }) =>
            points.map(({ step, value }) => [validKey(`${stage}/${name}`), step, value] as const),
          ),
          ...Object.entries(child.scores).map(([key, value]) => [validKey(key), 0, value] as const),
        ],
        artifacts: { 'scores.csv': scoresCsv(child) },
      });
    }
  }
  planned.push({
    name: 'tables',
    parent: null,
    ...timesOf(runs),
    params: {},
    tags,
    metrics: [],
    artifacts: { 'cells.csv': cells },
  });
  return { experiment, runs: planned };
}

function scoresCsv({ scores }: TrackedRun): string {
  return ['score,percent', ...Object.entries(scores).map(([name, value]) => `${name},${value}`), ''].join(
    '\n',
  );
}

function meanScores(runs: readonly TrackedRun[]): MlflowRun['metrics'] {
  const values = new Map<string, number[]>();
  for (const [key, value] of runs.flatMap((run) => Object.entries(run.scores)))
    values.set(key, [...(values.get(key) ?? []), value]);
  return [...values].map(([key, list]) => [
    validKey(key),
    0,
    list.reduce((sum, value) => sum + value, 0) / list.length,
  ]);
}

function timesOf(runs: readonly TrackedRun[]): { readonly started: number; readonly ended: number } {
  const starts = runs.flatMap((run) => run.started ?? []);
  const ends = runs.flatMap((run) => run.ended ?? []);
  const started = starts.reduce((best, time) => Math.min(best, time), starts[0] ?? 0);
  return { started, ended: ends.reduce((best, time) => Math.max(best, time), started) };
}

function validParams(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      validKey(name),
      value.length <= PARAM_LENGTH ? value : `${value.slice(0, PARAM_LENGTH - 1)}…`,
    ]),
  );
}

/** MLflow takes letters, digits and a few signs in the name of a parameter or metric, 250 at most. */
function validKey(key: string): string {
  return key.replace(/[^\p{L}\p{N}_./ -]/gu, '_').slice(0, 250);
}
