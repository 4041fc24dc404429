import { formatLocation, isProuieError } from '../errors.ts';
import { writeError } from '../store/files.ts';
import { paint, type Terminal } from './terminal.ts';

/** An error as people read it: what, where, and what to do next. A bug shows its stack, expected failures do not. */
export function formatError(cause: unknown, terminal: Pick<Terminal, 'colour'>, debug: boolean): string {
  const error = writeError('a file', cause);
  if (!isProuieError(error)) {
    const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    return `${paint(terminal, 'red', 'error')} PROUIE_BUG: this should not happen.\n${stack}\n`;
  }
  const lines = [
    `${paint(terminal, 'red', 'error')} ${paint(terminal, 'bold', error.code)}: ${error.message}`,
  ];
  if (error.location !== undefined && formatLocation(error.location) !== '')
    lines.push(`  at ${formatLocation(error.location)}`);
  if (error.hint !== undefined) lines.push(`  ${error.hint}`);
  if (debug) {
    if (error.stack !== undefined) lines.push(error.stack);
    if (error.cause instanceof Error) lines.push(`Caused by ${error.cause.stack ?? error.cause.message}`);
  }
  return `${lines.join('\n')}\n`;
}
