import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot, readPages } from './page.ts';

const pages = new Map(readPages().map(({ path, text }) => [path, text]));
/** Files and titles where a page names a test for what it says, as the last cell of a row or in brackets. */
const named = [...pages].flatMap(([path, text]) =>
  [...text.matchAll(/`(test\/[\w./-]+\.test\.ts)`: (.+?)(?: \||\)[.,;:]?)$/gm)].map(
    ([, file, title]) => [path, file!, title!] as const,
  ),
);

describe('a page', () => {
  test.each(named)('%s names %s, in which there is a test that says "%s"', (_, file, title) => {
    const path = join(packageRoot, file);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain(title);
  });
});

describe('the page on reliability', () => {
  const page = pages.get('docs/reliability.md')!;

  test('names a test for each of its promises', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (what|-)/.test(line));
    expect(named.filter(([path]) => path === 'docs/reliability.md')).toHaveLength(rows.length);
    expect(rows.length).toBeGreaterThan(20);
  });

  test('names every file of tests on faults', () => {
    const files = readdirSync(join(packageRoot, 'test/faults')).filter((name) => name.endsWith('.test.ts'));
    expect(files.filter((name) => !page.includes(`test/faults/${name}`))).toEqual([]);
  });
});

describe('the page on determinism', () => {
  test('names a test for everything that it says is equal', () => {
    const [, table] = /\n## What is equal to what\n([\s\S]*?)\n\n/.exec(pages.get('docs/determinism.md')!)!;
    const rows = table!.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| between'));
    expect(rows.length).toBeGreaterThan(9);
    expect(rows.filter((row) => !/ \| `test\/[\w./-]+`: .+ \|$/.test(row))).toEqual([]);
  });
});
