import type { Catalog } from '../../catalog/catalog.ts';
import type { ResultValue } from '../../catalog/query-result.ts';
import { queryRows, type ResultRow } from '../../catalog/result-rows.ts';

/** A training curve of a stage. */
export interface TrackedCurve {
  readonly stage: string;
  readonly name: string;
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

/** A variant made with one seed, as programs that track experiments see it. */
export interface TrackedRun {
  readonly variant: string;
  readonly seed: number | null;
  readonly engine: string | null;
  /** Milliseconds since 1970; null where no attempt is on record. */
  readonly started: number | null;
  readonly ended: number | null;
  /** Where the training of each stage began, in milliseconds since 1970. */
  readonly stageStarts: ReadonlyMap<string, number>;
  /** `<stage>.<path of the parameter>` to its value. */
  readonly params: Readonly<Record<string, string>>;
  readonly curves: readonly TrackedCurve[];
  /** `f1/<scorer>/<data set>/<metric>` to percent, likewise precision and recall. */
  readonly scores: Readonly<Record<string, number>>;
}

/**
 * The variants and seeds of a catalogue with parameters, curves and scores, in the order of the pipeline.
 *
 * @param settingsOf what the training node of a key was told, as JSON
 */
export async function trackedRuns(
  catalog: Catalog,
  settingsOf: (key: string) => unknown,
): Promise<readonly TrackedRun[]> {
  const nodes = await queryRows(
    catalog,
    `SELECT name, step, key, variant, seed, engine, stage, started, seconds FROM nodes WHERE variant IS NOT NULL`,
  );
  const curves = await queryRows(
    catalog,
    `SELECT variant, seed, stage, name, step, value FROM curves WHERE value IS NOT NULL AND variant IS NOT NULL ORDER BY step`,
  );
  const metrics = await queryRows(
    catalog,
    `SELECT variant, seed, profile, dataset, metric, f1, precision, recall FROM metrics WHERE f1 IS NOT NULL AND variant IS NOT NULL`,
  );
  const identities = new Map(
    [...nodes, ...curves, ...metrics].map((row) => [identityOf(row), row] as const).reverse(),
  );
  return [...identities.keys()].reverse().map((identity) => {
    const own = (rows: readonly ResultRow[]): readonly ResultRow[] =>
      rows.filter((row) => identityOf(row) === identity);
    return trackedRun(own(nodes), own(curves), own(metrics), settingsOf);
  });
}

function trackedRun(
  nodes: readonly ResultRow[],
  curves: readonly ResultRow[],
  metrics: readonly ResultRow[],
  settingsOf: (key: string) => unknown,
): TrackedRun {
  const [any] = [...nodes, ...curves, ...metrics];
  const variant = String(any!['variant']);
  const starts = nodes.flatMap((row) => startOf(row) ?? []);
  const ends = nodes.flatMap((row) => (startOf(row) ?? Number.NaN) + 1000 * Number(row['seconds']));
  const training = nodes.filter((row) => row['step'] === 'train' && row['stage'] !== null);
  return {
    variant,
    seed: any!['seed'] === null ? null : Number(any!['seed']),
    engine: textOf(nodes.find((row) => row['engine'] !== null)?.['engine']),
    started: earliest(starts),
    ended: latest(ends.filter(Number.isFinite)),
    stageStarts: new Map(
      training.flatMap((row) => {
        const start = startOf(row);
        return start === null ? [] : [[stageOf(row, variant), start] as const];
      }),
    ),
    params: Object.fromEntries(
      training.flatMap((row) => {
        return flatten(stageOf(row, variant), settingsOf(String(row['key'])));
      }),
    ),
    curves: joinCurves(curves, variant),
    scores: Object.fromEntries(
      metrics.flatMap((row) =>
        ['f1', 'precision', 'recall'].map((figure) => [
          [figure, row['profile'], row['dataset'], row['metric']].join('/'),
          Number(row[figure]),
        ]),
      ),
    ),
  };
}

function joinCurves(rows: readonly ResultRow[], variant: string): readonly TrackedCurve[] {
  const curves = new Map<
    string,
    { stage: string; name: string; points: { step: number; value: number }[] }
  >();
  for (const row of rows) {
    const stage = stageOf(row, variant);
    const name = String(row['name']);
    const key = JSON.stringify([stage, name]);
    const curve = curves.get(key) ?? { stage, name, points: [] };
    curve.points.push({ step: Number(row['step']), value: Number(row['value']) });
    curves.set(key, curve);
  }
  return [...curves.values()].sort((a, b) => compareTexts(a.stage, b.stage) || compareTexts(a.name, b.name));
}

/** Every leaf of a parameter with its path. */
function flatten(path: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, inner]) => flatten(`${path}.${name}`, inner));
}

/** The stage without the name of its variant (`without-sa/de1` is `de1`). */
function stageOf(row: ResultRow, variant: string): string {
  const stage = String(row['stage'] ?? 'training');
  return stage.startsWith(`${variant}/`) ? stage.slice(variant.length + 1) : stage;
}

function identityOf({ variant, seed }: ResultRow): string {
  return JSON.stringify([variant, seed === null ? null : Number(seed)]);
}

function startOf(row: ResultRow): number | null {
  return row['started'] === null ? null : Date.parse(String(row['started']));
}

function earliest(times: readonly number[]): number | null {
  return times.reduce<number | null>((best, time) => (best === null ? time : Math.min(best, time)), null);
}

function latest(times: readonly number[]): number | null {
  return times.reduce<number | null>((best, time) => (best === null ? time : Math.max(best, time)), null);
}

function textOf(value: ResultValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
