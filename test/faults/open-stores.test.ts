import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pipelines, prouie } from '../end-to-end/prouie.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';

test('a store that every user may write to is warned of, and one that a group may write to is not', async () => {
  const cwd = temporaryFolder();
  const flags = ['--pipeline', join(pipelines, 'parcels.ts'), '--set', 'bytes=10', '--set', 'count=1'];
  const records = join(cwd, '.prouie', 'records');
  expect((await prouie({ cwd }, 'run', ...flags)).stderr).not.toContain('warning');
  chmodSync(records, 0o775);
  expect((await prouie({ cwd }, 'run', ...flags)).stderr).not.toContain('warning');
  chmodSync(records, 0o777);
  const warned = await prouie({ cwd }, 'run', ...flags);
  expect(warned.stderr).toContain(`warning Every user of this machine may write to ${records}.`);
  expect(warned.code).toBe(0);
  const health = await prouie({ cwd }, 'doctor', '--json');
  expect(JSON.parse(health.stdout).checks).toContainEqual(
    expect.objectContaining({ name: 'store rights', status: 'warn' }),
  );
});
