import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const results = readdirSync('bench/results')
  .map((file) => readFileSync(join('bench/results', file), 'utf8'))
  .join('\n')
  .split('\n');
const page = readFileSync('docs/performance.md', 'utf8').split('\n');

describe('the page on performance', () => {
  test('has no row of a table that a benchmark did not write', () => {
    const measured = new Set(results);
    const rows = page.filter((line) => line.startsWith('| '));
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => !measured.has(row))).toEqual([]);
  });

  test('names every goal that was missed', () => {
    const missed = results
      .filter((line) => line.endsWith('| **missed** |'))
      .map((line) => line.split('|')[1]!.trim());
    expect(missed.filter((what) => !page.some((line) => line.startsWith(`- ${what}`)))).toEqual([]);
  });
});
