/** The lines that tell of what happens in a run. */
import { formatLocation } from '../errors.ts';
import type { RunEvent } from '../runner/run/events.ts';
import { STOPPED } from '../runner/run/events.ts';
import { formatBytes, formatSeconds, paint, type Terminal } from './terminal.ts';

export interface LineOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** How far a run is. */
export interface EventCounts {
  done: number;
  total: number;
  skipped: number;
}

/** So many nodes that are skipped are named, unless all are asked for: one failure can have a thousand behind it. */
const MOST_SKIPPED = 5;

/** Counts an event in. */
export function countEvent(counts: EventCounts, event: RunEvent): void {
  // A run whose job began again has another plan.
  if (event.type === 'plan')
    Object.assign(counts, { done: 0, total: event.stale + event.waiting, skipped: 0 });
  if (event.type === 'finish' || event.type === 'fresh' || event.type === 'fail' || event.type === 'skip')
    counts.done++;
  if (event.type === 'skip' && event.because !== STOPPED) counts.skipped++;
}

/** What is said of an event; undefined where nothing is. */
export function eventLine(
  terminal: Terminal,
  event: RunEvent,
  counts: EventCounts,
  reasons: ReadonlyMap<string, string>,
  options: LineOptions,
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
