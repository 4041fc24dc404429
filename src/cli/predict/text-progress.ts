/** How many texts are answered, how fast, and how long it still takes: one line on a terminal, drawn anew. */
import { formatSeconds, type Terminal } from '../terminal.ts';

export interface Reached {
  readonly texts: number;
  /** Bytes of the input. */
  readonly read: number;
}

export interface TextProgress {
  /** The first call says where this run starts. */
  show(reached: Reached): void;
  /** Takes the line away. */
  close(): void;
}

const REDRAW_MILLISECONDS = 200;
const CLEAR_LINE = '\r\u001b[2K';

/** @param total bytes of the whole input, where that is known */
export function liveTextProgress(terminal: Terminal, total: number | undefined): TextProgress {
  let start: (Reached & { readonly time: number }) | undefined;
  let drawn = 0;
  return {
    show: (reached) => {
      const time = performance.now();
      start ??= { ...reached, time };
      if (time - drawn < REDRAW_MILLISECONDS) return;
      drawn = time;
      const seconds = (time - start.time) / 1000;
      const line = progressLine(reached, start, seconds, total);
      terminal.stream.write(CLEAR_LINE + line.slice(0, Math.max(20, terminal.width - 1)));
    },
    close: () => void terminal.stream.write(CLEAR_LINE),
  };
}

/** For streams that are no terminal. */
export const silentTextProgress: TextProgress = { show: () => undefined, close: () => undefined };

/** `5120 texts, 6400 a second, 45 %, about 12 s left`; what is left where the input's size is known. */
function progressLine(
  { texts, read }: Reached,
  start: Reached,
  seconds: number,
  total: number | undefined,
): string {
  const parts = [`${texts} ${texts === 1 ? 'text' : 'texts'}`];
  if (seconds > 0.5) parts.push(`${Math.round((texts - start.texts) / seconds)} a second`);
  if (total !== undefined && total > 0) {
    parts.push(`${Math.floor((100 * Math.min(read, total)) / total)} %`);
    const done = read - start.read;
    if (seconds > 1 && done > 0 && total > read)
      parts.push(`about ${formatSeconds((seconds * (total - read)) / done)} left`);
  }
  return parts.join(', ');
}
