import { drawGroupedBars } from '../grouped-bars.ts';
import type { SlotFigure } from './slot-figure.ts';

/** The figure as an SVG document: a group a slot, a bar a variant. */
export function slotChart({ slots, variants, synthetic, engine, queries }: SlotFigure): string {
  const data = synthetic ? `${queries} synthetic queries` : `${queries} queries`;
  return drawGroupedBars({
    title: `Figure 3: ExactAcc of query slots${synthetic ? ' (synthetic data)' : ''}`,
    notes: [
      `${data}, engine: ${engine}. Zero-shot: no model was trained on these slots.`,
      'The dashed line is what an empty answer to every query would have.',
    ],
    axis: 'ExactAcc (%)',
    groups: slots.map(({ slot }) => slot),
    series: variants.map(({ variant, bars }) => ({
      name: variant,
      values: bars.map(({ exactAcc }) => exactAcc),
    })),
    mark: { name: 'empty answer', values: slots.map(({ emptyAnswer }) => emptyAnswer) },
  });
}
