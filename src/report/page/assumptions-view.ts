import { factList } from './data-table.ts';
import { element } from './element.ts';
import { prose } from './prose.ts';
import type { View } from './report-page.ts';

/** What the paper leaves open, and what is chosen here. */
export const assumptionsView: View = {
  id: 'assumptions',
  title: 'Assumptions',
  render: ({ content }) => {
    const { assumptions } = content;
    const subjects = [...new Set(assumptions.map(({ about }) => about))];
    if (subjects.length === 0) return { content: [element('p', {}, 'This pipeline lists no assumptions.')] };
    return {
      content: [
        element(
          'p',
          {},
          'What the paper leaves open: what is chosen here, what else could be meant, and why.',
        ),
        ...subjects.map((subject) =>
          element(
            'section',
            {},
            element('h3', {}, subject),
            ...assumptions
              .filter(({ about }) => about === subject)
              .map(({ name, value, alternatives, reason, setting }) =>
                element(
                  'article',
                  { class: 'entry' },
                  element('h4', {}, name),
                  factList([
                    ['Here', value],
                    alternatives.length === 0 ? null : ['Or', alternatives.join('; ')],
                    ['Why', element('span', {}, ...prose(reason))],
                    ['Set by', setting === null ? 'the code' : element('code', {}, setting)],
                  ]),
                ),
              ),
          ),
        ),
      ],
    };
  },
};
