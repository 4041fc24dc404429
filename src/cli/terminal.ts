import type { Writable } from 'node:stream';
import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import type { Io } from './io.ts';

/** What may be done on a stream: colours, and moving the cursor. */
export interface Terminal {
  readonly stream: Writable;
  readonly colour: boolean;
  readonly live: boolean;
  /** Columns; 100 where the stream does not know, or says 0. */
  readonly width: number;
}

/** Whether somebody sits at the other end of a stream. */
export function isTerminal(stream: object): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

const COLOUR_WORDS = ['always', 'never', 'auto'];

/**
 * @param when the value of `--color`: `always`, `never` or `auto`
 * @throws ProuieError PROUIE_USAGE for another word
 */
export function terminalOf(stream: Writable, io: Io, when = 'auto'): Terminal {
  if (!COLOUR_WORDS.includes(when)) {
    throw new ProuieError('PROUIE_USAGE', `--color does not know "${when}".`, {
      hint: didYouMean(when, COLOUR_WORDS) ?? `Known values: ${COLOUR_WORDS.join(', ')}.`,
    });
  }
  const live = isTerminal(stream) && io.env['TERM'] !== 'dumb';
  const colour = when === 'always' || (when !== 'never' && live && (io.env['NO_COLOR'] ?? '') === '');
  const { columns } = stream as { readonly columns?: number };
  return { stream, colour, live, width: columns || 100 };
}

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;
export type Paint = keyof typeof CODES;

export function paint(terminal: Pick<Terminal, 'colour'>, style: Paint, text: string): string {
  if (!terminal.colour) return text;
  const [on, off] = CODES[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** `0.4 s`, `12 s`, `3 min 05 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
