import { signed } from '../../tables/decimals.ts';
import type { ReportAssumption, ReportContent, ReportMeasures } from '../report-content.ts';
import { dataTable, factList } from './data-table.ts';
import { element } from './element.ts';
import { taskName } from './format.ts';
import { howToMeasure } from './measuring.ts';
import { prose } from './prose.ts';
import type { View } from './report-page.ts';

/** What the paper leaves open, what is chosen here, and what that changes. */
export const assumptionsView: View = {
  id: 'assumptions',
  title: 'Assumptions',
  needsMeasures: true,
  render: ({ content }) => {
    const { assumptions, effects } = content;
    const subjects = [...new Set(assumptions.map(({ about }) => about))];
    if (subjects.length === 0) return { content: [element('p', {}, 'This pipeline lists no assumptions.')] };
    const measured = assumptions.filter(({ name }) => effects[name] !== undefined).length;
    return {
      content: [
        element(
          'p',
          {},
          'What the paper leaves open: what is chosen here, what else could be meant, why, and what another choice changes: ',
          `the mean F1 over the data sets of a task, in points. The store has scores for ${measured} of ${assumptions.length}; under each of the others stands what measures it.`,
        ),
        ...subjects.map((subject) =>
          element(
            'section',
            {},
            element('h3', { class: 'subject' }, subject),
            ...assumptions
              .filter(({ about }) => about === subject)
              .map((assumption) => entry(content, assumption)),
          ),
        ),
      ],
    };
  },
};

function entry({ overview, effects }: ReportContent, assumption: ReportAssumption): HTMLElement {
  const { name, value, alternatives, reason, setting } = assumption;
  const found = effects[name];
  return element(
    'article',
    { class: 'entry' },
    element('h4', {}, name),
    factList([
      ['Here', value],
      alternatives.length === 0 ? null : ['Or', alternatives.join('; ')],
      ['Why', element('span', {}, ...prose(reason))],
      ['Set by', setting === null ? 'the code' : element('code', {}, setting)],
      [
        'Effect',
        found === undefined
          ? element('span', {}, ...prose(howToMeasure(assumption, overview)))
          : effectTable(name, found),
      ],
    ]),
  );
}

type Effects = ReportMeasures['effects'][string];

function effectTable(name: string, effects: Effects): HTMLElement {
  const tasks = [...new Set(effects.map(({ task }) => task))];
  const choices = [...new Set(effects.map(({ choice }) => choice))];
  const change = (choice: string, task: string): string => {
    const found = effects.find((effect) => effect.choice === choice && effect.task === task);
    return found === undefined ? '–' : signed(found.change, 2);
  };
  return dataTable(
    `Change of the mean F1 by ${name}, in points`,
    [
      { heading: 'Instead', head: true, cell: (choice) => choice },
      ...tasks.map((task) => ({
        heading: taskName(task),
        numeric: true,
        cell: (choice: string) => change(choice, task),
      })),
    ],
    choices,
  );
}
