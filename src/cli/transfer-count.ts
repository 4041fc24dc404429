import type { Terminal } from './terminal.ts';

/** One line of a live terminal that is written over, and gone when all is done. */
export function showCount(terminal: Terminal, doing: string, done: number, total: number): void {
  if (!terminal.live || (done % 16 !== 0 && done !== total)) return;
  terminal.stream.write(`\r${done === total ? '\u001b[K' : `${doing} ${done} of ${total}`}`);
}
