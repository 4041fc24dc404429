import type { RunEvent } from '../runner/run/events.ts';
import { countEvent, type EventCounts, eventLine, type LineOptions } from './event-lines.ts';
import { describeReasons } from './reason-text.ts';
import type { Terminal } from './terminal.ts';

/** Shows a run; `close` leaves the terminal as it was. */
export interface ProgressView {
  /** @param at when it happened, milliseconds since 1970; now where left out */
  readonly listen: (event: RunEvent, at?: number) => void;
  close(): void;
}

/** One line a finished node; failures with their place. */
export function lineView(terminal: Terminal, options: LineOptions): ProgressView {
  const counts: EventCounts = { done: 0, total: 0, skipped: 0 };
  const reasons = new Map<string, string>();
  return {
    listen: (event) => {
      countEvent(counts, event);
      if (event.type === 'start') reasons.set(event.node, describeReasons(event.reasons));
      const text = eventLine(terminal, event, counts, reasons, options);
      if (text !== undefined) terminal.stream.write(`${text}\n`);
    },
    close: () => undefined,
  };
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
