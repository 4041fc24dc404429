import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from './empty-folder.ts';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly 'prouie-source': string }>>;
}
const read = <T>(name: string): T => JSON.parse(readFileSync(join(packageRoot, name), 'utf8')) as T;

test('every export is in the API reference, which is made without a warning: nothing is undocumented', () => {
  const sources = Object.values(read<Manifest>('package.json').exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target['prouie-source'].replace('./', '')],
  );
  expect(sources.length).toBeGreaterThan(2);
  expect(read<{ readonly entryPoints: readonly string[] }>('typedoc.json').entryPoints.toSorted()).toEqual(
    sources.toSorted(),
  );
  const { status, stdout, stderr } = spawnSync(
    join(packageRoot, 'node_modules/.bin/typedoc'),
    ['--emit', 'none'],
    { cwd: packageRoot, encoding: 'utf8' },
  );
  expect({ status, output: stdout + stderr }).toMatchObject({ status: 0 });
});
