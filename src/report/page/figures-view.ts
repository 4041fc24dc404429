import { slotCaption } from '../../tables/slots/slot-figure.ts';
import { element } from './element.ts';
import { granularityCharts } from './granularity-charts.ts';
import { lengthCharts } from './length-charts.ts';
import type { View } from './report-page.ts';
import { slotCharts } from './slot-charts.ts';

/** Lengths of outputs, granularity of the reward, and Figure 3. */
export const figuresView: View = {
  id: 'figures',
  title: 'Figures',
  needsMeasures: true,
  render: ({ content }) => ({
    content: [
      element('h3', { id: 'lengths' }, 'Tokens of the outputs before and after Streamlined Alignment'),
      ...lengthCharts(content.lengths),
      element('h3', { id: 'granularity' }, 'Granularity of the reward (Table 7)'),
      ...granularityCharts(content.tables.find(({ table }) => table === '7')),
      element('h3', { id: 'slots' }, content.slots === null ? 'Figure 3' : slotCaption(content.slots)),
      ...slotCharts(content.slots),
    ],
  }),
};
