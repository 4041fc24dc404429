import type { Summary } from '../runner/run/events.ts';
import { EXIT } from './io.ts';
import { formatSeconds, paint, type Terminal } from './terminal.ts';

export interface RunEnd {
  readonly summary: Summary;
  readonly profile: string;
  /** Whether it was told to end before its time. */
  readonly interrupted: boolean;
  /** The nodes that failed, in order; not those that were stopped. */
  readonly failed: readonly string[];
}

/** The line that ends a run; after an interruption also how to go on. */
export function printSummary({ summary, profile, interrupted }: RunEnd, terminal: Terminal): void {
  const { ran, fresh, failed, skipped, seconds, pulled = 0, pushed = 0 } = summary;
  const parts = [`${ran} ran`, `${fresh} fresh${pulled > 0 ? ` (${pulled} from the shared store)` : ''}`];
  if (failed > 0) parts.push(paint(terminal, 'red', `${failed} failed`));
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (pushed > 0) parts.push(`${pushed} pushed`);
  terminal.stream.write(`${profile}: ${parts.join(', ')} in ${formatSeconds(seconds)}\n`);
  if (interrupted) terminal.stream.write('Interrupted: the same `prouie run` goes on from here.\n');
}

export function exitCodeOf({ summary, interrupted }: Pick<RunEnd, 'summary' | 'interrupted'>): number {
  if (interrupted) return EXIT.interrupted;
  return summary.failed > 0 ? EXIT.failed : EXIT.done;
}
