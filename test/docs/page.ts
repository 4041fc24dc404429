import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A piece of a page that is to be typed, with what the page says comes out. */
export interface ShellBlock {
  /** `docs/start.md:12`. */
  readonly place: string;
  readonly commands: string;
  /** The block `text` that follows at once. */
  readonly output: string | undefined;
}

export interface Page {
  /** Relative to the package. */
  readonly path: string;
  readonly text: string;
}

/** The README, what stands beside it, and all pages under these folders. */
export function readPages(folders: readonly string[] = ['docs']): readonly Page[] {
  const beside = readdirSync(packageRoot).filter((name) => name.endsWith('.md'));
  const inside = folders.flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
  return [...beside, ...inside]
    .sort()
    .map((path) => ({ path, text: readFileSync(join(packageRoot, path), 'utf8') }));
}

export function shellBlocks({ path, text }: Page): readonly ShellBlock[] {
  const blocks = text.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\s*^```text\n([\s\S]*?)^```$)?/gm);
  return [...blocks].map(({ index, 1: commands, 2: output }) => ({
    place: `${path}:${text.slice(0, index).split('\n').length}`,
    commands: commands!,
    output,
  }));
}

/**
 * What an output looks like that reads as the page shows it. Numbers stand for any numbers, since times, sizes and scores
 * differ, but 0 for itself; `…` for anything in a line; a line of nothing but `…` for any lines; blanks for any blanks.
 */
export function outputPattern(shown: string): RegExp {
  const lines = shown
    .trimEnd()
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${linePattern(line)}\\n`));
  return new RegExp(`^${lines.join('')}`, 'm');
}

function linePattern(line: string): string {
  return line
    .trim()
    .split(/([0-9a-f]{7,}…|…|(?<![\w.])0(?![\w.])|\d[\d.,]*|\s+)/)
    .map((part, index) => {
      if (index % 2 === 0) return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      if (part === '0') return '0';
      if (/^\s/.test(part)) return '\\s+?';
      return part.startsWith('…') ? '.*?' : part.endsWith('…') ? '[0-9a-f]+…' : '[\\d.,]+';
    })
    .join('')
    .replace(/^/, '[^\\S\\n]*');
}
