import { parse } from 'yaml';
import { z } from 'zod';
import type { Json } from '../json.ts';
import { microF1 } from '../resampling.ts';
import { defineStep, type StepContext } from '../step.ts';
import { makeTable, TABLE_IDS, tableKind } from '../tables/all-tables.ts';
import { readAudit } from '../tables/audit.ts';
import { readCellMap } from '../tables/cell-map.ts';
import { renderCsv } from '../tables/csv.ts';
import { renderJson } from '../tables/json.ts';
import { renderLatex } from '../tables/latex.ts';
import { renderMarkdown } from '../tables/markdown.ts';
import {
  type LengthRow,
  type Measurements,
  type Metric,
  type MetricRow,
  PHASES,
  type PhaseMetricRow,
  TASKS,
} from '../tables/measurements.ts';
import type { Paper } from '../tables/paper.ts';
import { readPublished } from '../tables/published.ts';
import { readTolerances } from '../tables/tolerances.ts';
import { COUNT_COLUMNS } from './count-table.ts';
import { LENGTH_COLUMNS } from './length-table.ts';
import { readCounts, readStatistics } from './table-figures.ts';

const task = z.enum(TASKS);

const schema = z.strictObject({
  table: z.enum(TABLE_IDS),
  profile: z.string(),
  engine: z.string(),
  synthetic: z.boolean(),
  /** Null for tables that are no scores. */
  scorer: z.string().nullable(),
  scorers: z.array(z.string()),
  buckets: z.enum(['cumulative', 'disjoint']),
  firstPhaseFill: z
    .strictObject({ used: z.enum(['repeat', 'none']), repeat: z.int(), none: z.int() })
    .nullable(),
  missing: z.array(z.strictObject({ dataset: z.string(), reason: z.string() })),
  remarks: z.array(z.string()),
  /** What each input is about; a table knows where its figures come from by this. */
  sources: z.strictObject({
    metrics: z.array(
      z.strictObject({
        input: z.string(),
        node: z.string(),
        variant: z.string(),
        seed: z.int(),
        dataset: z.string(),
        task,
        phase: z.enum(PHASES).nullable(),
      }),
    ),
    lengths: z.array(
      z.strictObject({
        input: z.string(),
        node: z.string(),
        variant: z.string(),
        seed: z.int(),
        tasks: z.record(z.string(), task),
      }),
    ),
    statistics: z.array(z.strictObject({ input: z.string(), node: z.string(), dataset: z.string() })),
    manifests: z.array(z.strictObject({ input: z.string(), node: z.string() })),
  }),
});

/**
 * Makes one table from declared inputs alone: counts of every example, lengths, statistics and manifests of mixtures, and the files
 * of the paper (`paper/<file>`).
 */
export const step = defineStep({
  params: schema,
  outputs: { table: 'json', cells: 'json', markdown: 'text', csv: 'text', latex: 'text' },
  async run(context) {
    const { outputs, params } = context;
    const table = makeTable(params.table, readPaper(context), await readMeasurements(context));
    outputs.writeJson('table', table as unknown as Json);
    outputs.writeText('cells', renderJson([table]));
    outputs.writeText('markdown', renderMarkdown(table));
    outputs.writeText('csv', renderCsv([table]));
    outputs.writeText('latex', renderLatex(table));
  },
});

type Context = StepContext<z.output<typeof schema>>;

function readPaper({ input }: Context): Paper {
  const content = (name: string): unknown => parse(input(`paper/${name}`).text());
  return {
    published: readPublished(content('published'), 'published.yaml'),
    tolerances: readTolerances(content('tolerances'), 'tolerances.yaml'),
    cells: readCellMap(content('cells'), 'cells.yaml'),
    audit: readAudit(content('audit'), 'audit.yaml'),
  };
}

async function readMeasurements(context: Context): Promise<Measurements> {
  const { table, sources, remarks, ...settings } = context.params;
  const metrics: MetricRow[] = [];
  const phases: PhaseMetricRow[] = [];
  for (const source of sources.metrics) {
    for (const row of await readMetrics(context, source)) {
      metrics.push(row);
      if (source.phase !== null) phases.push({ ...row, variant: 'full', phase: source.phase });
    }
  }
  return {
    ...settings,
    tokenizer: 'Qwen3',
    metrics,
    phases,
    lengths: await readLengths(context),
    statistics: sources.statistics.map(({ input, node, dataset }) => ({
      ...readStatistics(context.input(input)),
      dataset,
      node,
    })),
    composition: sources.manifests.flatMap(({ input, node }) =>
      readCounts(context.input(input)).map(({ phase: stage, ...count }) => ({ stage, ...count, node })),
    ),
    remarks: remarks.map((remark) => ({ table, remark })),
  };
}

/** The scores of one data set: under the table's scorer, or under all for a table of all scorers. */
async function readMetrics(
  { input, params }: Context,
  source: Context['params']['sources']['metrics'][number],
): Promise<MetricRow[]> {
  const { columns } = await input(source.input).table(COUNT_COLUMNS);
  const { from } = tableKind(params.table);
  const ofAll = from.kind === 'scores' && from.scorers === 'all';
  const { variant, seed, dataset, task: of, node } = source;
  const rows: MetricRow[] = [];
  for (const { profile: scorer, metric, start, end } of runsOf(columns.profile, columns.metric)) {
    if (!ofAll && scorer !== params.scorer) continue;
    const errors = new Int32Array(end - start);
    for (let row = start; row < end; row++) errors[row - start] = columns.fp[row]! + columns.fn[row]!;
    const counts = { tp: Int32Array.from(columns.tp.slice(start, end)), errors };
    rows.push({
      variant,
      seed,
      dataset,
      task: of,
      node,
      scorer,
      metric: metric as Metric,
      f1: microF1(counts),
      counts,
    });
  }
  return rows;
}

/** Where in a table of counts the rows of one profile and metric stand. */
function runsOf(profiles: readonly string[], metrics: readonly string[]) {
  const runs: { readonly profile: string; readonly metric: string; readonly start: number; end: number }[] =
    [];
  for (const [row, profile] of profiles.entries()) {
    const last = runs.at(-1);
    if (last?.profile === profile && last.metric === metrics[row]) last.end = row + 1;
    else runs.push({ profile, metric: metrics[row]!, start: row, end: row + 1 });
  }
  return runs;
}

async function readLengths(context: Context): Promise<LengthRow[]> {
  const rows: LengthRow[] = [];
  for (const { input, node, variant, seed, tasks } of context.params.sources.lengths) {
    const { columns } = await context.input(input).table(LENGTH_COLUMNS);
    const byDataset = new Map<string, number[]>();
    columns.dataset.forEach((dataset, row) => {
      const tokens = byDataset.get(dataset) ?? [];
      tokens.push(columns.tokens[row]!);
      byDataset.set(dataset, tokens);
    });
    for (const [dataset, tokens] of byDataset)
      rows.push({ variant, seed, dataset, task: tasks[dataset]!, tokens, node });
  }
  return rows;
}
