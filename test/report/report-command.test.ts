import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { run } from '../../src/cli/commands/report.ts';
import { writeSmallStore } from '../catalog/small-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { writeHostileStore } from './hostile-store.ts';

const packageRoot = join(import.meta.dirname, '..', '..');

async function report(cwd: string, ...words: readonly string[]) {
  const texts = { out: '', err: '' };
  const keep = (name: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        texts[name] += String(chunk);
        done();
      },
    });
  const io = { stdin: Readable.from([]), stdout: keep('out'), stderr: keep('err'), cwd, env: {} };
  const host = { packageRoot } as Parameters<typeof run>[2];
  const code = await run(['--store', 'store', ...words], io, host);
  return { code, ...texts };
}

test('a page is written in place, nothing is left beside it, and its size is told', async () => {
  const cwd = temporaryFolder();
  writeSmallStore(join(cwd, 'store'));
  const { code, out } = await report(cwd);
  expect(code).toBe(0);
  expect(out).toMatch(/^report\.html: \d+(\.\d+)? kB, 0 of 0 examples\n$/);
  expect(readdirSync(cwd).sort()).toEqual(['report.html', 'store']);
});

test('the same store gives the same bytes', async () => {
  const cwd = temporaryFolder();
  writeHostileStore(join(cwd, 'store'));
  for (const name of ['a.html', 'b.html']) await report(cwd, '--out', name);
  expect(readFileSync(join(cwd, 'a.html')).equals(readFileSync(join(cwd, 'b.html')))).toBe(true);
});

test('a page that would be too large has fewer examples, and says so', async () => {
  const cwd = temporaryFolder();
  writeHostileStore(join(cwd, 'store'));
  const whole = JSON.parse((await report(cwd, '--json')).out) as { readonly bytes: number };
  expect(whole).toMatchObject({ schemaVersion: 1, examples: { shown: 4, total: 4 } });
  const limit = whole.bytes - 300;
  const small = await report(cwd, '--max-size', `${limit}B`);
  expect(small.out).toMatch(/, [123] of 4 examples, [123] left out: `prouie ui` shows all\n$/);
  expect(statSync(join(cwd, 'report.html')).size).toBeLessThanOrEqual(limit);
});

test('what is never left out may be too large, which is a warning', async () => {
  const cwd = temporaryFolder();
  writeHostileStore(join(cwd, 'store'));
  const { code, out, err } = await report(cwd, '--max-size', '1kB');
  expect(code).toBe(0);
  expect(out).toContain('0 of 4 examples, 4 left out');
  expect(err).toMatch(/^warning: The page is larger than 1\.0 kB/);
});

test('a size that is none and a store that is none are refused', async () => {
  const cwd = temporaryFolder();
  await expect(report(cwd, '--max-size', 'large')).rejects.toMatchObject({ code: 'PROUIE_USAGE' });
  await expect(report(cwd)).rejects.toMatchObject({ code: 'PROUIE_STORE_MISSING' });
});
