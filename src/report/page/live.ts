/** The page of `prouie ui`: the report of the moment below a banner that tells what a run is at. */
import type { ReportContent } from '../report-content.ts';
import { element } from './element.ts';
import { formatSeconds } from './format.ts';
import { showReport } from './frame.ts';
import { beginRun, type LiveEvent, type Progress, progressOf } from './progress.ts';

const LOG_MILLISECONDS = 1_000;
/** Between two drawings of the banner, for a run tells hundreds of nodes a second. */
const DRAW_MILLISECONDS = 250;

export function showLive(): void {
  const place = element('div', { class: 'live' });
  let remove: (() => void) | undefined;
  let problem: HTMLElement | undefined;
  const load = async (): Promise<void> => {
    const response = await fetch('data.json');
    const data = (await response.json()) as ReportContent & {
      readonly message?: string;
      readonly hint?: string;
    };
    remove?.();
    problem?.remove();
    remove = undefined;
    if (response.ok) remove = showReport(data, place);
    else {
      problem = element(
        'main',
        {},
        element('h1', {}, 'prouie'),
        place,
        element('p', {}, `${data.message} ${data.hint ?? ''}`),
      );
      document.body.append(problem);
    }
  };
  void load();
  watchRuns(place, () => void load());
}

function watchRuns(place: HTMLElement, reload: () => void): void {
  const told = element('span', { role: 'status' });
  const bar = element('progress', { max: 1, value: 0, 'aria-label': 'Progress of the run' });
  const nodes = element('span', { class: 'running' });
  const log = openLog();
  place.append(bar, told, nodes, log.root);
  let progress: Progress | undefined;
  let waiting = false;
  const draw = (): void => {
    waiting = false;
    if (progress === undefined) return;
    const { total, done, failed, running, state, seconds } = progress;
    bar.max = Math.max(1, total);
    bar.value = done;
    bar.hidden = state !== 'going on';
    told.textContent = `${state === 'going on' ? 'A run is going on' : `The last run ${state}`}: ${done} of ${total} nodes${failed > 0 ? `, ${failed} failed` : ''}${seconds === null ? '' : ` in ${formatSeconds(seconds)}`}`;
    nodes.replaceChildren(
      ...[...running].map(([node, key]) =>
        element(
          'button',
          { type: 'button', class: 'chip', click: () => log.follow(node, key) },
          `Log of ${node}`,
        ),
      ),
    );
  };
  const later = (): void => {
    if (waiting) return;
    waiting = true;
    setTimeout(draw, DRAW_MILLISECONDS);
  };
  let replayed = false;
  const events = new EventSource('events');
  events.addEventListener('run', () => {
    progress = beginRun();
    later();
  });
  events.addEventListener('event', ({ data }) => {
    const before = progress ?? beginRun();
    progress = progressOf(before, JSON.parse(data) as LiveEvent);
    // What a run left before this page was opened is in it already.
    if (progress.state !== 'going on' && before.state === 'going on' && replayed) reload();
    later();
  });
  events.addEventListener('lost', () => {
    progress = { ...(progress ?? beginRun()), state: 'was cut off', running: new Map() };
    later();
  });
  setTimeout(() => {
    replayed = true;
  }, LOG_MILLISECONDS);
}

/** A panel with a log that is read again and again while it is open. */
function openLog(): { readonly root: HTMLDialogElement; follow(node: string, key: string): void } {
  const title = element('h2', { id: 'log-title' });
  const text = element('pre', { tabindex: 0 });
  const root = element(
    'dialog',
    { class: 'panel', 'aria-labelledby': 'log-title' },
    element(
      'div',
      { class: 'panel-frame' },
      element('header', {}, title, element('button', { type: 'button', click: () => root.close() }, 'Close')),
      element('div', { class: 'panel-body' }, text),
    ),
  );
  const read = async (key: string): Promise<void> => {
    if (!root.open || root.dataset['key'] !== key) return;
    const log = await (await fetch(`log?key=${key}`)).text();
    text.textContent = log === '' ? 'Nothing has been logged yet.' : log;
    text.scrollTop = text.scrollHeight;
    setTimeout(() => void read(key), LOG_MILLISECONDS);
  };
  return {
    root,
    follow: (node, key) => {
      title.textContent = `Log of ${node}`;
      root.dataset['key'] = key;
      root.showModal();
      void read(key);
    },
  };
}
