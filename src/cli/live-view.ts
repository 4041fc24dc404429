import { countEvent, type EventCounts, eventLine, type LineOptions } from './event-lines.ts';
import type { ProgressView } from './progress.ts';
import { describeReasons } from './reason-text.ts';
import { formatSeconds, type Terminal } from './terminal.ts';

interface RunningNode {
  readonly since: number;
  done: number;
  total: number;
}

const REDRAW_MILLISECONDS = 100;
const MOST_ROWS = 6;

/** A region at the bottom of the terminal: counts, running nodes with their own progress, time left. */
export function liveView(terminal: Terminal, options: LineOptions): ProgressView {
  const counts: EventCounts = { done: 0, total: 0, skipped: 0 };
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
      countEvent(counts, event);
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
