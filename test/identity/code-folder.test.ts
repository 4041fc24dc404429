import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BundleStore } from '../../src/identity/bundle.ts';
import { codeFolder } from '../../src/identity/code-folder.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';

const PACKAGE = {
  'package.json': JSON.stringify({
    name: 'prouie',
    exports: {
      '.': { 'prouie-source': './src/pipeline.ts' },
      './extra': { 'prouie-source': './src/extra.ts' },
    },
    dependencies: { padding: '1.0.0' },
  }),
  'src/pipeline.ts': 'export const node = (name: string): string => name;\n',
  'src/extra.ts': 'export const extra = 1;\n',
};
const PADDING = {
  'package.json': '{"name":"padding","version":"1.0.0","type":"module","exports":"./index.js"}',
  'index.js': 'export const pad = (text) => text + ".";',
};
const PIPELINE = `import { node } from 'prouie';
import { extra } from 'prouie/extra';
import { pad } from 'padding';
export const pipeline = pad(node('a')) + extra;
`;

const under = (folder: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

/** A project with prouie among its packages, and what prouie depends on in a folder that imports from elsewhere do not find. */
function project(manifest: boolean): string {
  const folder = realpathSync(temporaryFolder());
  writeFiles(folder, {
    ...(manifest ? { 'package.json': '{}' } : {}),
    'pipeline.ts': PIPELINE,
    ...under('node_modules/prouie', PACKAGE),
    ...under('node_modules/prouie/node_modules/padding', PADDING),
  });
  return folder;
}

describe('compiled code', () => {
  test('of a package that a project has installed lies in the project, and finds what the package depends on', async () => {
    const folder = project(true);
    const bundles = new BundleStore(join(folder, 'node_modules/prouie'));
    const { path } = await bundles.bundle(join(folder, 'pipeline.ts'));
    expect(path.startsWith(join(folder, '.prouie', 'compiled'))).toBe(true);
    expect(await bundles.load(join(folder, 'pipeline.ts'))).toMatchObject({ pipeline: 'a.1' });
    expect(existsSync(join(folder, 'node_modules/prouie/node_modules/.cache'))).toBe(false);
  });

  test('has the same digest there as in a checkout', async () => {
    const folder = project(true);
    const checkout = temporaryFolder();
    writeFiles(checkout, { ...PACKAGE, ...under('node_modules/padding', PADDING), 'pipeline.ts': PIPELINE });
    const digest = async (root: string, file: string) => (await new BundleStore(root).bundle(file)).digest;
    expect(await digest(join(folder, 'node_modules/prouie'), join(folder, 'pipeline.ts'))).toBe(
      await digest(checkout, join(checkout, 'pipeline.ts')),
    );
  });

  test('of a package that was installed for all, or is a checkout, lies in its own folder', () => {
    const root = join(project(false), 'node_modules/prouie');
    expect(codeFolder(root)).toBe(join(root, 'node_modules/.cache/prouie'));
    expect(codeFolder('/work/prouie')).toBe('/work/prouie/node_modules/.cache/prouie');
  });

  test('is the TypeScript of what is imported from the package, whatever was built from it', async () => {
    const folder = project(true);
    writeFiles(folder, { 'node_modules/prouie/dist/exports/extra.js': 'export const extra = 2;' });
    const { path } = await new BundleStore(join(folder, 'node_modules/prouie')).bundle(
      join(folder, 'pipeline.ts'),
    );
    expect(readFileSync(path, 'utf8')).toContain('extra=1');
  });
});
