import { z } from 'zod';
import { defineStep, type StepContext } from '../step.ts';
import { slotChart } from '../tables/slots/slot-chart.ts';
import { slotCsv, slotJson } from '../tables/slots/slot-data.ts';
import { type MeasuredVariant, makeSlotFigure, type SlotMeasurement } from '../tables/slots/slot-figure.ts';
import { slotMarkdown } from '../tables/slots/slot-markdown.ts';
import { SLOT_COLUMNS } from './slot-table.ts';

const schema = z.strictObject({
  profile: z.string(),
  engine: z.string(),
  synthetic: z.boolean(),
  slots: z.array(z.strictObject({ name: z.string(), definition: z.string() })).min(1),
  trainedNames: z.array(z.string()),
  remarks: z.array(z.string()),
  /** The name of the picture beside the Markdown. */
  picture: z.string(),
  /** What each input is about; in the order of the bars. */
  sources: z.array(z.strictObject({ input: z.string(), node: z.string(), variant: z.string() })).min(1),
});

/** Draws the paper's Figure 3 from the counts of all variants and seeds (step `slots`). */
export const step = defineStep({
  params: schema,
  outputs: { figure: 'text', markdown: 'text', csv: 'text', svg: 'text' },
  async run(context) {
    const { params, outputs } = context;
    const figure = makeSlotFigure(params, await readVariants(context));
    outputs.writeText('figure', slotJson(figure));
    outputs.writeText('markdown', slotMarkdown(figure, params.picture));
    outputs.writeText('csv', slotCsv(figure));
    outputs.writeText('svg', slotChart(figure));
  },
});

async function readVariants({
  params,
  input,
}: StepContext<z.output<typeof schema>>): Promise<readonly MeasuredVariant[]> {
  const runs = new Map<string, MeasuredVariant['runs'][number][]>();
  for (const { input: name, node, variant } of params.sources) {
    const { columns, rowCount } = await input(name).table(SLOT_COLUMNS);
    const slots = Array.from(
      { length: rowCount },
      (_, row): SlotMeasurement => ({
        slot: columns.slot[row]!,
        queries: columns.queries[row]!,
        filled: columns.filled[row]!,
        exactFilled: columns.exact_filled[row]!,
        exact: columns.exact[row]!,
        malformed: columns.malformed[row]!,
      }),
    );
    runs.set(variant, [...(runs.get(variant) ?? []), { node, slots }]);
  }
  return [...runs].map(([variant, own]) => ({ variant, runs: own }));
}
