import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dependencyFile, installedPackage, packageName } from '../../src/identity/packages.ts';
import { failureOf } from '../failure.ts';
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

describe('a file of an installed package', () => {
  test.each([
    ['inside the package that needs it', 'node_modules/prouie/node_modules/@words/list'],
    ['beside it', 'node_modules/@words/list'],
  ])('is found where npm has put it %s', (_, place) => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      'node_modules/prouie/package.json': manifest('prouie', '1.0.0', ['@words/list']),
      [`${place}/package.json`]: JSON.stringify({
        name: '@words/list',
        exports: { './models/words.json': './data/words.json' },
      }),
      [`${place}/data/words.json`]: '[]',
    });
    expect(dependencyFile('@words/list/models/words.json', join(folder, 'node_modules/prouie'))).toBe(
      realpathSync(join(folder, place, 'data/words.json')),
    );
  });

  test('that is missing is told with the package to install', () => {
    const folder = temporaryFolder();
    expect(failureOf(() => dependencyFile('@words/list/words.json', folder))).toMatchObject({
      code: 'PROUIE_PACKAGE_MISSING',
      hint: expect.stringContaining('Install @words/list'),
    });
  });
});
