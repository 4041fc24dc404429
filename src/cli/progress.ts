import { formatLocation } from '../errors.ts';
import type { RunEvent } from '../runner/run/events.ts';
import { STOPPED } from '../runner/run/events.ts';
import { describeReasons } from './reason-text.ts';
import { formatBytes, formatSeconds, paint, type Terminal } from './terminal.ts';

/** Shows a run; `close` leaves the terminal as it was. */
export interface ProgressView {
  /** @param at when it happened, milliseconds since 1970; now where left out */
  readonly listen: (event: RunEvent, at?: number) => void;
  close(): void;
}

export interface ProgressOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** One line a finished node; failures with their place. */
export function lineView(terminal: Terminal, options: ProgressOptions): ProgressView {
  const counts = { done: 0, total: 0, skipped: 0 };
  const reasons = new Map<string, string>();
  return {
    listen: (event) => {
      count(counts, event);
      if (event.type === 'start') reasons.set(event.node, describeReasons(event.reasons));
      const text = eventLine(terminal, event, counts, reasons, options);
      if (text !== undefined) terminal.stream.write(`${text}\n`);
    },
    close: () => undefined,
  };
}

/** So many nodes that are skipped are named, unless all are asked for: one failure can have a thousand behind it. */
const MOST_SKIPPED = 5;

function count(counts: { done: number; total: number; skipped: number }, event: RunEvent): void {
  // A run whose job began again has another plan.
  if (event.type === 'plan')
    Object.assign(counts, { done: 0, total: event.stale + event.waiting, skipped: 0 });
  if (event.type === 'finish' || event.type === 'fresh' || event.type === 'fail' || event.type === 'skip')
    counts.done++;
  if (event.type === 'skip' && event.because !== STOPPED) counts.skipped++;
}

function eventLine(
  terminal: Terminal,
  event: RunEvent,
  counts: { done: number; total: number; skipped: number },
  reasons: ReadonlyMap<string, string>,
  options: ProgressOptions,
): string | undefined {
  const place = paint(terminal, 'dim', `[${counts.done}/${counts.total}]`);
  switch (event.type) {
    case 'finish': {
      if (options.quiet) return undefined;
      const why = options.verbose ? `, ${reasons.get(event.node) ?? ''}` : '';
      return `${place} ${paint(terminal, 'green', 'made')} ${event.node} (${formatSeconds(event.seconds)}, ${formatBytes(event.bytes)}${why})`;
    }
    case 'fail':
      return failureLine(terminal, event, place);
    case 'fresh':
      if (!options.verbose) return undefined;
      return `${place} fresh ${event.node}${event.from === undefined ? '' : ` (from ${event.from})`}`;
    case 'warning':
      return warningLines(terminal, event);
    case 'skip': {
      if (options.quiet || (event.because === STOPPED && !options.verbose)) return undefined;
      const skipped = paint(terminal, 'yellow', 'skipped');
      if (options.verbose || counts.skipped <= MOST_SKIPPED)
        return `${place} ${skipped} ${event.node}: ${event.because}`;
      return counts.skipped === MOST_SKIPPED + 1
        ? `${place} ${skipped} more, which the end counts`
        : undefined;
    }
    case 'retry':
      return `${paint(terminal, 'yellow', 'again')} ${event.node}: ${event.failure.code}: ${event.failure.message}`;
    case 'wait':
      return `waiting for ${event.node}, which ${event.by} is making`;
    case 'result':
      return event.what === 'restored' || options.verbose ? `${event.what} ${event.file}` : undefined;
    case 'interrupt':
      return event.how === 'finishing'
        ? 'Interrupted: nothing new is started; running nodes may end. Press Ctrl-C again to stop them.'
        : 'Stopping the running nodes. The next run goes on from here.';
    default:
      return undefined;
  }
}

function warningLines(
  terminal: Terminal,
  { code, message, hint, location }: Extract<RunEvent, { type: 'warning' }>,
): string {
  const at = location === undefined ? '' : formatLocation(location);
  return [
    `${paint(terminal, 'yellow', 'warning')} ${code}: ${message}`,
    ...(at === '' ? [] : [`at ${at}`]),
    ...(hint === undefined ? [] : [hint]),
  ].join('\n    ');
}

function failureLine(
  terminal: Terminal,
  { node, failure, log }: Extract<RunEvent, { type: 'fail' }>,
  place: string,
): string {
  if (failure.code === 'PROUIE_INTERRUPTED')
    return `${place} ${paint(terminal, 'yellow', 'stopped')} ${node}`;
  const at = failure.location === undefined ? '' : formatLocation(failure.location);
  const lines = [
    `${place} ${paint(terminal, 'red', 'failed')} ${node}: ${failure.code}: ${failure.message}`,
    ...(at === '' ? [] : [`at ${at}`]),
    ...(failure.hint === undefined ? [] : [failure.hint]),
    `log: ${log}`,
  ];
  return lines.join('\n    ');
}

interface RunningNode {
  readonly since: number;
  done: number;
  total: number;
}

const REDRAW_MILLISECONDS = 100;
const MOST_ROWS = 6;

/** A region at the bottom of the terminal: counts, running nodes with their own progress, time left. */
export function liveView(terminal: Terminal, options: ProgressOptions): ProgressView {
  const counts = { done: 0, total: 0, skipped: 0 };
  const running = new Map<string, RunningNode>();
  const reasons = new Map<string, string>();
  let began: number | undefined;
  let drawn = 0;
  const erase = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\u001b[0J`);
  const draw = (above = ''): void => {
    const rows = counts.total === 0 ? [] : liveRows(terminal, counts, running, began ?? Date.now());
    terminal.stream.write(`${erase()}${above}${rows.map((row) => `${row}\n`).join('')}`);
    drawn = rows.length;
  };
  const timer = setInterval(draw, REDRAW_MILLISECONDS);
  timer.unref();
  return {
    listen: (event, at = Date.now()) => {
      count(counts, event);
      began ??= at;
      if (event.type === 'plan') running.clear();
      if (event.type === 'start') {
        running.set(event.node, { since: at, done: 0, total: 0 });
        reasons.set(event.node, describeReasons(event.reasons));
      }
      if (event.type === 'finish' || event.type === 'fail' || event.type === 'retry')
        running.delete(event.node);
      const node = event.type === 'progress' ? running.get(event.node) : undefined;
      if (event.type === 'progress' && node !== undefined)
        Object.assign(node, { done: event.done, total: event.total });
      const quiet = options.quiet || (event.type === 'finish' && !options.verbose && event.seconds < 1);
      const line = eventLine(terminal, event, counts, reasons, { ...options, quiet });
      if (line !== undefined) draw(`${line}\n`);
    },
    close: () => {
      clearInterval(timer);
      terminal.stream.write(erase());
      drawn = 0;
    },
  };
}

function liveRows(
  terminal: Terminal,
  counts: { readonly done: number; readonly total: number },
  running: ReadonlyMap<string, RunningNode>,
  began: number,
): string[] {
  const now = Date.now();
  const elapsed = secondsBetween(began, now);
  const share = counts.done / counts.total;
  const left =
    share > 0.02 && elapsed > 1 ? `, about ${formatSeconds((elapsed * (1 - share)) / share)} left` : '';
  const rows = [
    `${bar(share, 24)} ${counts.done} of ${counts.total} nodes, ${formatSeconds(elapsed)}${left}`,
  ];
  for (const [name, node] of [...running].slice(0, MOST_ROWS)) {
    const progress = node.total > 0 ? ` ${Math.floor((100 * node.done) / node.total)} %` : '';
    rows.push(`  ${name}${progress} ${formatSeconds(secondsBetween(node.since, now))}`);
  }
  return rows.map((row) => row.slice(0, Math.max(20, terminal.width - 1)));
}

/** Seconds from one time to another; none where two clocks disagree on which was first. */
function secondsBetween(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}

function bar(share: number, width: number): string {
  const filled = Math.round(share * width);
  return `[${'='.repeat(filled)}${' '.repeat(width - filled)}]`;
}

/** Events as JSON lines on standard output; `summary` comes last. */
export function jsonView(stream: Terminal['stream']): ProgressView {
  return {
    listen: (event) => {
      stream.write(`${JSON.stringify({ ...event, time: new Date().toISOString() })}\n`);
    },
    close: () => undefined,
  };
}
