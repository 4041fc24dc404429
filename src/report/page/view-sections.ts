/** The views as sections of the page: one is shown at a time, and each is made when it is first looked at. */
import { element } from './element.ts';
import { buildAll } from './later.ts';
import type { ReportPage, View, ViewContent } from './report-page.ts';

export interface ViewSections {
  readonly sections: readonly HTMLElement[];
  readonly links: readonly HTMLAnchorElement[];
  /** @param address what stands behind `#`: the view's id, and for the view itself the rest behind `/` or `?` */
  show(address: string): void;
  /** Shows all views with all that they hold, for a print. */
  showAll(): void;
  /** Makes what waited for the measures. */
  measured(): void;
  /** Tells in the views that wait for the measures why they do not come. */
  failed(problem: string): void;
}

interface Shown {
  readonly view: View;
  readonly section: HTMLElement;
  readonly heading: HTMLElement;
  readonly link: HTMLAnchorElement;
  /** Stands where the view will be while it waits. */
  readonly notice: HTMLElement;
  made: ViewContent | undefined;
}

export function makeViewSections(page: ReportPage, views: readonly View[]): ViewSections {
  const shown = views.map(emptySection);
  let current: Shown | undefined;
  let isMeasured = false;
  let rest = '';
  const make = (one: Shown): ViewContent | undefined => {
    if (one.made !== undefined || (one.view.needsMeasures === true && !isMeasured)) return one.made;
    one.made = one.view.render(page);
    one.notice.replaceWith(...one.made.content);
    return one.made;
  };
  return {
    sections: shown.map(({ section }) => section),
    links: shown.map(({ link }) => link),
    show: (address) => {
      const [, id, behind = ''] = /^([\w-]*)[/?]?(.*)$/.exec(address) ?? [];
      const found = shown.find(({ view }) => view.id === id) ?? shown[0]!;
      const isOther = current !== undefined && current !== found;
      [current, rest] = [found, behind];
      for (const { section, link } of shown) {
        section.hidden = section !== found.section;
        if (link === found.link) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
      const made = make(found);
      if (isOther) {
        window.scrollTo(0, 0);
        found.heading.focus({ preventScroll: true });
      }
      made?.follow?.(rest);
    },
    showAll: () => {
      for (const one of shown) {
        one.section.hidden = false;
        make(one);
      }
      buildAll();
    },
    measured: () => {
      isMeasured = true;
      for (const { notice } of shown) tell(notice, '', false);
      if (current?.view.needsMeasures === true) make(current)?.follow?.(rest);
    },
    failed: (problem) => {
      for (const { notice } of shown) tell(notice, problem, false);
    },
  };
}

function emptySection(view: View): Shown {
  const { id, title } = view;
  const heading = element('h2', { id: `view-${id}`, tabindex: -1 }, title);
  const notice = element('p', { role: 'status', class: 'quiet' });
  tell(notice, 'Scores and answers are being read …', view.needsMeasures === true);
  return {
    view,
    section: element('section', { 'aria-labelledby': `view-${id}`, hidden: true }, heading, notice),
    heading,
    link: element('a', { href: `#${id}` }, title),
    notice,
    made: undefined,
  };
}

function tell(notice: HTMLElement, text: string, isBusy: boolean): void {
  notice.textContent = text;
  notice.setAttribute('aria-busy', String(isBusy));
}
