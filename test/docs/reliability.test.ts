import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../end-to-end/prouie.ts';

const page = readFileSync(join(packageRoot, 'docs/reliability.md'), 'utf8');
/** The file and the title in the last cell of each row. */
const shown = [...page.matchAll(/\| `(test\/[^`]+)`: (.+?) \|$/gm)].map(
  ([, file, title]) => [file!, title!] as const,
);

describe('the page on reliability', () => {
  test('names a test for each of its promises', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (what|-)/.test(line));
    expect(shown).toHaveLength(rows.length);
    expect(rows.length).toBeGreaterThan(20);
  });

  test.each(shown)('names %s, in which there is a test that says "%s"', (file, title) => {
    const path = join(packageRoot, file);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain(title);
  });

  test('names every file of tests on faults', () => {
    const files = readdirSync(join(packageRoot, 'test/faults')).filter((name) => name.endsWith('.test.ts'));
    expect(files.filter((name) => !page.includes(`test/faults/${name}`))).toEqual([]);
  });
});
