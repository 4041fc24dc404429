import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Io } from '../io.ts';

/** Lines that are kept. */
export const HISTORY_LINES = 1000;

/** Where the lines of the prompt are kept; undefined where the environment names no home. */
export function historyFile(env: Io['env']): string | undefined {
  const { XDG_STATE_HOME: state, HOME: home } = env;
  if (state?.startsWith('/') === true) return join(state, 'prouie', 'sql_history');
  return home ? join(home, '.local', 'state', 'prouie', 'sql_history') : undefined;
}

/** The kept lines, newest first. */
export function readHistory(file: string | undefined): string[] {
  if (file === undefined) return [];
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.filter((line) => line !== '').reverse();
  } catch {
    // None was kept yet, or somebody else's home: a prompt without history is still a prompt.
    return [];
  }
}

/** Keeps the lines for this user alone. @returns false where the file cannot be written */
export function writeHistory(file: string | undefined, newestFirst: readonly string[]): boolean {
  if (file === undefined) return false;
  const lines = newestFirst.slice(0, HISTORY_LINES).reverse();
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    return true;
  } catch {
    // As with a read-only home: what was typed is no result.
    return false;
  }
}
