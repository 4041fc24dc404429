/** The page around the views: heading, navigation, one view at a time by the address. */
import type { ReportContent } from '../report-content.ts';
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
import type { ReportPage, View, ViewContent } from './report-page.ts';
import { scorersView } from './scorers-view.ts';
import { tablesView } from './tables-view.ts';
import { trainingView } from './training-view.ts';

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

interface Shown {
  readonly section: HTMLElement;
  readonly heading: HTMLElement;
  readonly link: HTMLAnchorElement;
  made: ViewContent | undefined;
}

/** Fills the body. @returns what takes everything away again */
export function showReport(content: ReportContent, banner: HTMLElement | null): () => void {
  const panel = makePanel();
  const page: ReportPage = {
    content,
    nodeIndex: new Map(content.nodes.map(({ name }, index) => [name, index])),
    openNode: (index) => panel.open(content.nodes[index]!.name, ...nodeDetails(page, index)),
    openPanel: panel.open,
    showExamples: (filter) => {
      panel.close();
      location.hash = `examples?${new URLSearchParams(filter)}`;
    },
  };
  const shown = VIEWS.map(({ id, title }): Shown => {
    const heading = element('h2', { id: `view-${id}`, tabindex: -1 }, title);
    const link = element('a', { href: `#${id}` }, title);
    return {
      section: element('section', { 'aria-labelledby': `view-${id}`, hidden: true }, heading),
      heading,
      link,
      made: undefined,
    };
  });
  const make = (index: number): ViewContent => {
    const view = shown[index]!;
    if (view.made === undefined) {
      view.made = VIEWS[index]!.render(page);
      view.section.append(...view.made.content);
    }
    return view.made;
  };
  let current = -1;
  const follow = (): void => {
    const [, id, rest = ''] = /^#([\w-]*)[/?]?(.*)$/.exec(location.hash) ?? [];
    const found = Math.max(
      0,
      VIEWS.findIndex((view) => view.id === id),
    );
    const moved = current >= 0 && current !== found;
    current = found;
    for (const [index, { section, link }] of shown.entries()) {
      section.hidden = index !== found;
      if (index === found) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    const made = make(found);
    if (moved) {
      window.scrollTo(0, 0);
      shown[found]!.heading.focus({ preventScroll: true });
    }
    made.follow?.(rest);
  };
  const printing = (): void => {
    for (const [index, { section }] of shown.entries()) {
      section.hidden = false;
      make(index);
    }
  };
  document.title = titleOf(content);
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
        element('small', {}, `${content.overview.pipeline}, profile ${content.overview.profile}`),
      ),
      content.overview.synthetic ? element('strong', { class: 'badge' }, 'synthetic data') : null,
      banner,
    ),
    element(
      'nav',
      { class: 'views', 'aria-label': 'Report' },
      element('ul', {}, ...shown.map(({ link }) => element('li', {}, link))),
    ),
    element('main', { id: 'main', tabindex: -1 }, ...shown.map(({ section }) => section)),
    panel.root,
  ];
  document.body.append(...parts);
  window.addEventListener('hashchange', follow);
  window.addEventListener('beforeprint', printing);
  window.addEventListener('afterprint', follow);
  follow();
  return () => {
    window.removeEventListener('hashchange', follow);
    window.removeEventListener('beforeprint', printing);
    window.removeEventListener('afterprint', follow);
    for (const part of parts) part.remove();
  };
}

function titleOf({ overview }: ReportContent): string {
  return `${overview.pipeline}, ${overview.profile}: report`;
}

/** The address names views, so the link to the content moves the focus itself. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
