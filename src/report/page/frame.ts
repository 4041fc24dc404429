/** The page around the views: heading, navigation, one view at a time by the address. */
import type { ReportContent, ReportMeasures, ReportOutline } from '../report-content.ts';
import { assumptionsView } from './assumptions-view.ts';
import { auditView } from './audit-view.ts';
import { element } from './element.ts';
import { errorsView } from './errors-view.ts';
import { examplesView } from './examples-view.ts';
import { figuresView } from './figures-view.ts';
import { graphView } from './graph-view.ts';
import { nodeDetails } from './node-panel.ts';
import { overviewView } from './overview-view.ts';
import { makePanel } from './panel.ts';
import { refinementView } from './refinement-view.ts';
import type { ReportPage, View } from './report-page.ts';
import { scorersView } from './scorers-view.ts';
import { tablesView } from './tables-view.ts';
import { trainingView } from './training-view.ts';
import { makeViewSections } from './view-sections.ts';

const VIEWS: readonly View[] = [
  overviewView,
  tablesView,
  graphView,
  trainingView,
  figuresView,
  errorsView,
  examplesView,
  refinementView,
  scorersView,
  assumptionsView,
  auditView,
];

const NO_MEASURES: ReportMeasures = {
  curves: [],
  lengths: [],
  errors: [],
  scores: [],
  effects: {},
  examples: { settings: [], schemas: [], classes: [], examples: [], total: 0 },
  gone: [],
};

/**
 * Fills the body.
 *
 * @param measures a promise where they come later; its failure is told in the views that need them
 * @returns what takes everything away again
 */
export function showReport(
  outline: ReportOutline,
  measures: ReportMeasures | Promise<ReportMeasures>,
  banner: HTMLElement | null,
): () => void {
  const panel = makePanel();
  let content: ReportContent = { ...outline, ...NO_MEASURES };
  const measured = Promise.resolve(measures).then((found) => {
    content = { ...outline, ...found };
  });
  const page: ReportPage = {
    get content() {
      return content;
    },
    measured,
    nodeIndex: new Map(outline.nodes.map(({ name }, index) => [name, index])),
    openNode: (index) => panel.open(outline.nodes[index]!.name, ...nodeDetails(page, index)),
    openPanel: panel.open,
    showExamples: (filter) => {
      panel.close();
      location.hash = `examples?${new URLSearchParams(filter)}`;
    },
  };
  const views = makeViewSections(page, VIEWS);
  measured.then(views.measured, (problem: unknown) => views.failed(String(problem)));
  const follow = (): void => views.show(location.hash.slice(1));
  document.title = titleOf(outline);
  const parts = [
    element(
      'a',
      { class: 'skip', href: '#main', click: (event: Event) => skip(event) },
      'Skip to the content',
    ),
    element(
      'header',
      { class: 'page-head' },
      element(
        'h1',
        {},
        'prouie ',
        element('small', {}, `${outline.overview.pipeline}, profile ${outline.overview.profile}`),
      ),
      outline.overview.synthetic ? element('strong', { class: 'badge' }, 'synthetic data') : null,
      banner,
    ),
    element(
      'nav',
      { class: 'views', 'aria-label': 'Report' },
      element('ul', {}, ...views.links.map((link) => element('li', {}, link))),
    ),
    element('main', { id: 'main', tabindex: -1 }, ...views.sections),
    panel.root,
  ];
  document.body.append(...parts);
  window.addEventListener('hashchange', follow);
  window.addEventListener('beforeprint', views.showAll);
  window.addEventListener('afterprint', follow);
  follow();
  return () => {
    window.removeEventListener('hashchange', follow);
    window.removeEventListener('beforeprint', views.showAll);
    window.removeEventListener('afterprint', follow);
    for (const part of parts) part.remove();
  };
}

function titleOf({ overview }: ReportOutline): string {
  return `${overview.pipeline}, ${overview.profile}: report`;
}

/** The address names views, so the link to the content moves the focus itself. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
