import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pipelines, run } from './prouie.ts';
import { prouieHere } from './prouie-here.ts';
import { treeOf } from './store-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const fragile = (side: string): string[] => [
  '--pipeline',
  join(pipelines, 'fragile.ts'),
  '--set',
  `side=${side}`,
];

describe('commands that only tell', () => {
  test('write nothing where there is no store', async () => {
    const cwd = temporaryFolder();
    const dry = await prouieHere({ cwd }, 'run', '--dry-run', ...fragile(cwd));
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain('stale   broken  has not been run yet');
    expect(dry.stdout).toContain('waiting above  may run: its inputs are still to be made');
    expect((await prouieHere({ cwd }, 'status', '--check', ...fragile(cwd))).code).toBe(3);
    expect((await prouieHere({ cwd }, 'why', 'top', ...fragile(cwd))).stdout).toContain('top is waiting');
    expect((await prouieHere({ cwd }, 'graph', ...fragile(cwd))).code).toBe(0);
    expect((await prouieHere({ cwd }, 'show', 'top', ...fragile(cwd))).code).toBe(2);
    expect((await prouieHere({ cwd }, 'logs', 'top', ...fragile(cwd))).code).toBe(2);
    expect((await prouieHere({ cwd }, 'gc')).code).toBe(2);
    expect(treeOf(cwd)).toEqual([]);
  });

  test('write nothing into a store, whatever there is to tell', async () => {
    const cwd = temporaryFolder();
    await run({ cwd }, ...fragile(cwd));
    writeFileSync(join(cwd, 'mended'), '');
    await run({ cwd }, '--force', 'sound', ...fragile(cwd));
    const before = treeOf(cwd);
    const changed = fragile(`${cwd}/.`);
    expect((await prouieHere({ cwd }, 'status', '--check', ...fragile(cwd))).code).toBe(0);
    expect((await prouieHere({ cwd }, 'status', '--check', ...changed)).code).toBe(3);
    expect((await prouieHere({ cwd }, 'run', '--dry-run', ...changed)).stdout).toContain('stale   broken');
    expect((await prouieHere({ cwd }, 'why', 'broken', ...changed)).stdout).toContain(
      'parameter argv changed',
    );
    expect((await prouieHere({ cwd }, 'show', 'sound', ...fragile(cwd))).code).toBe(0);
    expect((await prouieHere({ cwd }, 'logs', 'sound', ...fragile(cwd))).code).toBe(0);
    expect((await prouieHere({ cwd }, 'graph', ...changed)).code).toBe(0);
    expect((await prouieHere({ cwd }, 'gc')).code).toBe(0);
    expect(treeOf(cwd)).toEqual(before);
  });
});

describe('the two ways to look ahead', () => {
  test('`run --dry-run --json` and `status --json` say the same, in the form that other programs read', async () => {
    const cwd = temporaryFolder();
    await run({ cwd }, ...fragile(cwd), 'sound');
    const dry = await prouieHere({ cwd }, 'run', '--dry-run', '--json', ...fragile(cwd));
    const told = await prouieHere({ cwd }, 'status', '--json', ...fragile(cwd));
    expect(dry.stdout).toBe(told.stdout);
    expect(JSON.parse(dry.stdout)).toEqual({
      schemaVersion: 1,
      nodes: [
        {
          name: 'broken',
          status: 'stale',
          reasons: [{ type: 'never-run', what: 'broken', before: null, after: null }],
        },
        { name: 'above', status: 'waiting', reasons: [] },
        { name: 'top', status: 'waiting', reasons: [] },
        { name: 'sound', status: 'fresh', reasons: [] },
      ],
    });
  });
});
