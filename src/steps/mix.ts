import { z } from 'zod';
import { drawRows, PHASES, type Pool, phaseRows, type Share, shareRows } from '../corpora/mixture.ts';
import { shuffled } from '../random.ts';
import { defineStep, type StepContext, type StepInput } from '../step.ts';
import type { TableSchema } from '../store/arrow-schema.ts';
import { encodeTarget } from '../uie/encode.ts';
import { renderInstruction } from '../uie/instruction.ts';
import { JSON_LAYOUTS, writeJson } from '../uie/json-layout.ts';
import { trainingRowToJson } from '../uie/record-json.ts';
import { STYLES, type Style, TASKS, type Task } from '../uie/records.ts';
import { type ExampleSource, openExamples } from './example-reader.ts';

/** Which rows were drawn, in the order of the file. */
const DRAWN_COLUMNS = {
  columns: [
    { name: 'dataset', type: 'dictionary' },
    { name: 'id', type: 'utf8' },
  ],
} as const satisfies TableSchema;

const schema = z.strictObject({
  phases: z.array(z.enum(PHASES)).min(1),
  /** Share of the published row counts, one a phase. */
  scales: z.array(z.number().positive().max(1)).min(1),
  seed: z.int(),
  balance: z.enum(['natural', 'equal']),
  /** How relations and events are worded; entities have one wording. */
  style: z.enum(STYLES),
  json: z.enum(JSON_LAYOUTS),
  firstPhaseFill: z.enum(['repeat', 'none']),
  /** Which training rows are preferred: all alike, those that no CM phase took, or those that one took. */
  rows: z.enum(['any', 'fresh', 'seen']).default('any'),
  datasets: z.array(
    z.strictObject({ id: z.string(), task: z.enum(TASKS), trainedOn: z.int().nonnegative() }),
  ),
});

/**
 * Draws the rows of one phase (or of several, shuffled into one) and writes them as a trainer reads them. Inputs:
 * `examples/<data set>`, and `seen/<phase>`, the draws of earlier phases.
 */
export const step = defineStep({
  params: schema,
  outputs: { rows: 'text', drawn: 'arrow', manifest: 'json' },
  async run(context) {
    const { params } = context;
    const seen = await readSeen(context.inputs('seen'));
    const sources = await openSources(context);
    const rows: { readonly source: ExampleSource; readonly row: number }[] = [];
    const counts: {
      readonly phase: string;
      readonly dataset: string;
      readonly task: Task;
      readonly rows: number;
    }[] = [];
    params.phases.forEach((phase, at) => {
      const shares = shareRows(
        phaseRows(phase, params.scales[at]!, params.firstPhaseFill),
        poolsOf(params, sources),
        params.balance,
      );
      for (const share of shares) {
        const source = sources.get(share.dataset)!;
        for (const row of drawShare(context, phase, share, source, seen)) rows.push({ source, row });
        counts.push({ phase, dataset: share.dataset, task: share.task, rows: share.rows });
      }
    });
    const ordered = shuffled(rows, context.random('order'));
    context.outputs.writeLines('rows', lines(ordered, params.style, params.json));
    await context.outputs.writeTable('drawn', DRAWN_COLUMNS, {
      dataset: ordered.map(({ source }) => source.dataset),
      id: ordered.map(({ source, row }) => source.id(row)),
    });
    const known = ordered.filter(({ source, row }) =>
      seen.has(`${source.dataset}\u0000${source.id(row)}`),
    ).length;
    context.outputs.writeJson('manifest', {
      phases: params.phases,
      style: params.style,
      seed: params.seed,
      total: ordered.length,
      /** Rows that an earlier phase of CM has taken too; null where no earlier phase is looked at. */
      seen: seen.size === 0 ? null : known,
      seenShare: seen.size === 0 ? null : known / ordered.length,
      counts,
    });
  },
});

type Params = z.output<typeof schema>;

function poolsOf(params: Params, sources: ReadonlyMap<string, ExampleSource>): Pool[] {
  return params.datasets.map(({ id, task, trainedOn }) => ({
    dataset: id,
    task,
    trainedOn,
    rows: sources.get(id)!.rowsOf('train').length,
  }));
}

async function openSources(context: StepContext<Params>): Promise<ReadonlyMap<string, ExampleSource>> {
  const sources = new Map<string, ExampleSource>();
  for (const { id, task } of context.params.datasets) {
    sources.set(id, await openExamples(context.input(`examples/${id}`), id, task));
  }
  return sources;
}

async function readSeen(inputs: ReadonlyMap<string, StepInput>): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for (const input of inputs.values()) {
    const { columns } = await input.table(DRAWN_COLUMNS);
    columns.id.forEach((id, row) => {
      seen.add(`${columns.dataset[row]}\u0000${id}`);
    });
  }
  return seen;
}

function drawShare(
  context: StepContext<Params>,
  phase: string,
  share: Share,
  source: ExampleSource,
  seen: ReadonlySet<string>,
): number[] {
  const rows = source.rowsOf('train');
  const wanted = context.params.rows;
  const isSeen = (at: number): boolean => seen.has(`${source.dataset}\u0000${source.id(rows[at]!)}`);
  const prefer = wanted === 'any' ? undefined : (at: number): boolean => isSeen(at) === (wanted === 'seen');
  return drawRows(share.rows, rows.length, context.random(phase, share.dataset), prefer).map(
    (at) => rows[at]!,
  );
}

function* lines(
  rows: readonly { readonly source: ExampleSource; readonly row: number }[],
  style: Style,
  json: Params['json'],
): Iterable<string> {
  for (const { source, row } of rows) {
    const { text, schema: types, gold, task } = source.example(row);
    const wording = task === 'ner' ? 'cm' : style;
    const output = encodeTarget(text, types, gold, wording, json);
    yield writeJson(
      trainingRowToJson({ instruction: renderInstruction(types, wording), input: text, output }),
    );
  }
}
