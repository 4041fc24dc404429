import { element } from './element.ts';
import { prose } from './prose.ts';
import type { View } from './report-page.ts';

/** The paper's own figures, recomputed. */
export const auditView: View = {
  id: 'audit',
  title: 'Audit',
  render: ({ content }) => ({
    content: [
      element(
        'p',
        {},
        ...prose(
          'What the paper says, held against its own figures. The verdict is arithmetic; `prouie audit` prints every line of it.',
        ),
      ),
      ...content.audit.map(({ id, title, kind, verdict, finding, here }) =>
        element(
          'article',
          { class: 'entry' },
          element(
            'h3',
            {},
            title,
            ' ',
            element('span', { class: `verdict verdict-${verdict.replaceAll(' ', '-')}` }, verdict),
          ),
          element('p', { class: 'quiet' }, `${kind}, `, element('code', {}, id)),
          element('p', {}, ...prose(finding)),
          element('p', {}, element('strong', {}, 'Here: '), ...prose(here)),
        ),
      ),
    ],
  }),
};
