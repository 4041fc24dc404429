import * as Plot from '@observablehq/plot';
import type { SlotFigure } from '../../tables/slots/slot-figure.ts';
import { chart } from './charts.ts';
import { dataTable } from './data-table.ts';
import { element } from './element.ts';
import { prose } from './prose.ts';

/** Figure 3 as charts, one a slot. */
export function slotCharts(figure: SlotFigure | null): readonly HTMLElement[] {
  if (figure === null) return [element('p', {}, 'Figure 3 has not been made: `prouie run figure/3`.')];
  return [
    element(
      'ul',
      { class: 'remarks' },
      ...figure.remarks.map((remark) => element('li', {}, ...prose(remark))),
    ),
    element(
      'div',
      { class: 'chart-grid' },
      ...figure.slots.map(({ slot, emptyAnswer }) => {
        const bars = figure.variants.flatMap(({ variant, bars: all }) => {
          const bar = all.find((one) => one.slot === slot);
          return bar === undefined ? [] : [{ variant, exactAcc: bar.exactAcc, ofFilled: bar.ofFilled }];
        });
        return chart(
          `${slot}: exact for ${emptyAnswer.toFixed(1)} % where nothing is answered (dashed)`,
          50 + 20 * bars.length,
          () => ({
            marginLeft: 96,
            marginRight: 40,
            x: { label: 'ExactAcc (%)', domain: [0, 100], grid: true, ticks: 5 },
            y: { label: null, domain: bars.map(({ variant }) => variant) },
            marks: [
              Plot.barX(bars, {
                x: 'exactAcc',
                y: 'variant',
                fill: 'var(--series-1)',
                insetTop: 2,
                insetBottom: 2,
              }),
              Plot.text(bars, {
                x: 'exactAcc',
                y: 'variant',
                text: ({ exactAcc }) => exactAcc.toFixed(1),
                textAnchor: 'start',
                dx: 8,
                fill: 'var(--ink)',
              }),
              Plot.ruleX([emptyAnswer], { stroke: 'var(--ink)', strokeDasharray: '4 3', strokeWidth: 1.5 }),
            ],
          }),
          () =>
            dataTable(
              `ExactAcc of ${slot}`,
              [
                { heading: 'Variant', head: true, cell: ({ variant }) => variant },
                { heading: 'Of all queries (%)', numeric: true, cell: ({ exactAcc }) => exactAcc.toFixed(2) },
                {
                  heading: 'Of those with a value (%)',
                  numeric: true,
                  cell: ({ ofFilled }) => (ofFilled === null ? '–' : ofFilled.toFixed(2)),
                },
              ],
              bars,
            ),
        );
      }),
    ),
  ];
}
