import { type Case, caseCaption, caseRemarks, describeStage } from '../../tables/case-study/case-study.ts';
import { element } from './element.ts';
import { taskName } from './format.ts';
import { prose } from './prose.ts';
import type { View } from './report-page.ts';

/** Figure 9: examples whose outputs get better from CM to SA to DE. */
export const refinementView: View = {
  id: 'refinement',
  title: 'Refinement',
  render: ({ content: { cases } }) => {
    if (cases === null)
      return { content: [element('p', {}, 'Figure 9 has not been made: `prouie run figure/9`.')] };
    return {
      content: [
        element('h3', {}, caseCaption(cases)),
        element(
          'ul',
          { class: 'remarks' },
          ...caseRemarks(cases).map((remark) => element('li', {}, ...prose(remark))),
        ),
        ...cases.cases.map(caseArticle),
      ],
    };
  },
};

function caseArticle({ task, dataset, id, text, gold, stages }: Case): HTMLElement {
  return element(
    'article',
    { class: 'example' },
    element('h4', {}, `${taskName(task)}, ${dataset}, `, element('bdi', {}, id)),
    element('p', { class: 'example-text', dir: 'auto' }, element('bdi', {}, text)),
    element('h5', {}, 'Gold'),
    element('pre', { tabindex: 0 }, element('bdi', {}, gold)),
    element(
      'div',
      { class: 'side-by-side' },
      ...stages.map((stage) =>
        element(
          'section',
          { class: 'answer' },
          element('h5', {}, stage.stage),
          element('pre', { tabindex: 0 }, element('bdi', {}, stage.output)),
          element(
            'p',
            { class: stage.wrong.length === 0 ? 'right' : 'wrong' },
            `${stage.wrong.length === 0 ? '✓' : '✗'} ${describeStage(stage)}`,
          ),
        ),
      ),
    ),
  );
}
