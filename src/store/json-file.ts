import { readFileSync } from 'node:fs';

/**
 * The object in a file of JSON that is written whole or not at all.
 *
 * @param isRight whether it has the parts that its readers rely on
 * @returns undefined where there is no such file, where a crash cut it off, and where it holds something else
 */
export function readJsonFile<T extends object>(
  path: string,
  isRight: (value: { readonly [part in keyof T]?: unknown }) => boolean,
): T | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Not there yet, no longer there, or damaged: in each case there is nothing to be read.
    return undefined;
  }
  return typeof value === 'object' && value !== null && isRight(value) ? (value as T) : undefined;
}
