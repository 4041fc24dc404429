import * as Plot from '@observablehq/plot';
import type { Curve } from '../report-content.ts';
import { chart } from './charts.ts';
import { chooser, dataTable } from './data-table.ts';
import { element } from './element.ts';
import type { View } from './report-page.ts';

/** Points on either side of the moving mean. */
const SMOOTHED = 5;
/** What is looked at first comes first. */
const MEASURES = ['reward', 'loss', 'kl', 'entropy', 'malformed', 'ties', 'unprojected'];

/** Training curves of a variant, every measure of every stage; of Deep Exploration the components of the reward. */
export const trainingView: View = {
  id: 'training',
  title: 'Training',
  needsMeasures: true,
  render: ({ content }) => {
    const { curves } = content;
    const settings = [...new Set(curves.map(({ setting }) => setting))];
    if (settings.length === 0)
      return { content: [element('p', {}, 'No training curves have been collected.')] };
    const first = settings.find((name) => name === 'full' || name.startsWith('full,')) ?? settings[0]!;
    const place = element('div', {});
    const show = (setting: string): void => place.replaceChildren(...stageSections(curves, setting));
    show(first);
    return {
      content: [
        element(
          'p',
          {},
          'Points are means over a few steps, lines a moving mean of them. Stages that variants share stand under the one that is trained first.',
        ),
        chooser(
          'Variant',
          settings.map((setting) => [setting, setting]),
          first,
          show,
        ),
        place,
      ],
    };
  },
};

function stageSections(curves: readonly Curve[], setting: string): readonly HTMLElement[] {
  const own = curves.filter((curve) => curve.setting === setting && curve.steps.length > 1);
  const stages = [...new Set(own.map(({ stage }) => stage))];
  return stages.map((stage) => {
    const measures = own.filter((curve) => curve.stage === stage);
    const isComponent = ({ name }: Curve): boolean => name.startsWith('reward/');
    const components = measures.filter(isComponent);
    const others = measures.filter((curve) => !isComponent(curve)).sort((a, b) => rankOf(a) - rankOf(b));
    return element(
      'section',
      { class: 'stage-section' },
      element('h3', {}, `Stage ${stage}`),
      element('div', { class: 'chart-grid' }, ...others.map(curveChart)),
      components.length === 0 ? null : element('h4', {}, `Components of the reward in ${stage}`),
      components.length === 0 ? null : element('div', { class: 'chart-grid' }, ...components.map(curveChart)),
    );
  });
}

function rankOf({ name }: Curve): number {
  const rank = MEASURES.indexOf(name);
  return rank < 0 ? MEASURES.length : rank;
}

function curveChart(curve: Curve): HTMLElement {
  const { stage, name, steps, values } = curve;
  const points = steps.map((step, index) => ({ step, value: values[index]! }));
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [values[0]!, values.at(-1)!];
  return chart(
    `${name.replace('reward/', '')} in ${stage}: from ${first.toPrecision(3)} to ${last.toPrecision(3)}`,
    170,
    () => ({
      marginLeft: 48,
      x: { label: 'step', ticks: 4 },
      y: {
        label: null,
        grid: true,
        ticks: 4,
        // A value that never changes would have a scale without length.
        ...(lowest === highest ? { domain: [lowest - 0.5, lowest + 0.5] } : {}),
      },
      marks: [
        Plot.dot(points, { x: 'step', y: 'value', r: 1.6, fill: 'var(--quiet)' }),
        Plot.lineY(
          points,
          Plot.windowY(
            { k: Math.min(2 * SMOOTHED + 1, points.length), anchor: 'middle', strict: false },
            { x: 'step', y: 'value', stroke: 'var(--series-1)', strokeWidth: 2 },
          ),
        ),
      ],
    }),
    () =>
      dataTable(
        `${name} in ${stage}`,
        [
          { heading: 'Step', head: true, numeric: true, cell: ({ step }) => String(step) },
          { heading: name, numeric: true, cell: ({ value }) => String(value) },
        ],
        points,
      ),
  );
}
