import { describe, expect, test } from 'vitest';
import { installedPackage, packageName } from '../../src/identity/packages.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';

function manifest(name: string, version: string, dependencies: readonly string[] = []): string {
  return JSON.stringify({
    name,
    version,
    dependencies: Object.fromEntries(dependencies.map((other) => [other, '*'])),
  });
}

test('the package of an import is its first part, or its first two with a scope', () => {
  expect(packageName('zod')).toBe('zod');
  expect(packageName('zod/v4/core')).toBe('zod');
  expect(packageName('@duckdb/node-api')).toBe('@duckdb/node-api');
  expect(packageName('@duckdb/node-api/lib/x.js')).toBe('@duckdb/node-api');
});

describe('an installed package', () => {
  test('is known by its version and those of all it stands on, also in a circle', () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      'node_modules/a/package.json': manifest('a', '1.0.0', ['b']),
      'node_modules/b/package.json': manifest('b', '2.0.0', ['a']),
    });
    const before = installedPackage('a', folder);
    expect(before.identity).toMatch(/^a@1\.0\.0 [0-9a-f]{16}$/);
    expect(before.manifests).toHaveLength(2);
    writeFiles(folder, { 'node_modules/b/package.json': manifest('b', '2.0.1', ['a']) });
    expect(installedPackage('a', folder).identity).not.toBe(before.identity);
  });

  test('stands on the copy that its own folder holds, where there are two', () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      'node_modules/a/package.json': manifest('a', '1.0.0', ['b']),
      'node_modules/a/node_modules/b/package.json': manifest('b', '1.0.0'),
      'node_modules/b/package.json': manifest('b', '2.0.0'),
    });
    const before = installedPackage('a', folder).identity;
    writeFiles(folder, { 'node_modules/b/package.json': manifest('b', '3.0.0') });
    expect(installedPackage('a', folder).identity).toBe(before);
    writeFiles(folder, { 'node_modules/a/node_modules/b/package.json': manifest('b', '1.0.1') });
    expect(installedPackage('a', folder).identity).not.toBe(before);
  });

  test('that is missing is told so', () => {
    expect(installedPackage('none', temporaryFolder()).identity).toMatch(/^none@missing /);
  });
});
