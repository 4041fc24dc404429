/** The page of `prouie ui`: the report of the moment below a banner that tells what a run is at. */
import type { ReportMeasures, ReportOutline } from '../report-content.ts';
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
  let outline: ReportOutline | undefined;
  const load = async (): Promise<void> => {
    const found = await ask<ReportOutline>('outline.json');
    remove?.();
    problem?.remove();
    [remove, problem, outline] = [undefined, undefined, undefined];
    if (found instanceof Error) {
      problem = element('main', {}, element('h1', {}, 'prouie'), place, element('p', {}, found.message));
      document.body.append(problem);
    } else {
      outline = found;
      remove = showReport(found, measuresAfterPaint(), place);
    }
  };
  const loaded = load();
  // What the page has was asked for before the run ended, or holds its end already.
  const ended = async (run: string): Promise<void> => {
    await loaded;
    const isShown = outline?.overview.runs.some((one) => one.run === run && one.ended !== null) ?? false;
    if (!isShown) await load();
  };
  watchRuns(place, (run) => void ended(run));
}

/** The first view is painted before the measures are asked for, which keep the server busy. */
async function measuresAfterPaint(): Promise<ReportMeasures> {
  await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
  const found = await ask<ReportMeasures>('measures.json');
  if (found instanceof Error) throw found;
  return found;
}

interface Problem {
  readonly message?: string;
  readonly hint?: string;
}

async function ask<T>(file: string): Promise<T | Error> {
  const response = await fetch(file);
  const data = (await response.json()) as T & Problem;
  return response.ok ? data : new Error(`${data.message} ${data.hint ?? ''}`);
}

/** @param ended is called with the name of each run that comes to its end */
function watchRuns(place: HTMLElement, ended: (run: string) => void): void {
  const told = element('span', { role: 'status' });
  const bar = element('progress', { max: 1, value: 0, 'aria-label': 'Progress of the run' });
  const nodes = element('span', {});
  const log = openLog();
  place.append(bar, told, nodes, log.root);
  let run = '';
  let progress = beginRun();
  let waiting = false;
  const draw = (): void => {
    waiting = false;
    const { total, done, running, state } = progress;
    bar.max = Math.max(1, total);
    bar.value = done;
    bar.hidden = state !== 'going on';
    told.textContent = describeProgress(progress);
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
  const change = (next: Progress): void => {
    progress = next;
    if (waiting) return;
    waiting = true;
    setTimeout(draw, DRAW_MILLISECONDS);
  };
  const events = new EventSource('events');
  events.addEventListener('run', ({ data }) => {
    run = (JSON.parse(data) as { readonly run: string }).run;
    change(beginRun());
  });
  events.addEventListener('event', ({ data }) => {
    change(progressOf(progress, JSON.parse(data) as LiveEvent));
    if (progress.state === 'ended') ended(run);
  });
  events.addEventListener('lost', () => change({ ...progress, state: 'was cut off', running: new Map() }));
}

function describeProgress({ state, done, total, failed, seconds }: Progress): string {
  const who = state === 'going on' ? 'A run is going on' : `The last run ${state}`;
  const failures = failed > 0 ? `, ${failed} failed` : '';
  return `${who}: ${done} of ${total} nodes${failures}${seconds === null ? '' : ` in ${formatSeconds(seconds)}`}`;
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
