import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'bin', 'prouie.js');

/** A store of its own in which parts of the recipe are run and asked. */
export interface Recipe {
  readonly folder: string;
  run(...words: readonly string[]): void;
  /** Rows of a query. */
  ask<Row>(query: string, ...words: readonly string[]): readonly Row[];
  remove(): void;
}

export function openRecipe(): Recipe {
  const folder = mkdtempSync(join(tmpdir(), 'prouie-levels-'));
  const prouie = (words: readonly string[]): string =>
    execFileSync(process.execPath, [program, ...words], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 1 << 26,
    });
  return {
    folder,
    run: (...words) => {
      prouie(['run', '--quiet', ...words]);
    },
    ask: <Row>(query: string, ...words: readonly string[]) =>
      JSON.parse(prouie(['sql', query, '--format', 'json', ...words])) as readonly Row[],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The plain mean; NaN of nothing, which passes no bound. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
