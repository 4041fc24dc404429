import { cpSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BundleStore } from '../../src/identity/bundle.ts';
import type { Bundle } from '../../src/identity/bundle-memory.ts';
import { failureOfAsync } from '../failure.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';

const ENTRY = 'src/steps/score.ts';
const PACKAGE = {
  [ENTRY]: `import { harmonicMean } from '../metrics.ts';
import { pad } from 'padding';

export const step = { run: (tp: number, fp: number): string => pad(harmonicMean(tp, fp)) };
`,
  'src/metrics.ts': `/** The weight of precision. */
const WEIGHT = 0.5;

interface Options { readonly digits: number }

export function harmonicMean(precision: number, recall: number): number {
  return 1 / (WEIGHT / precision + (1 - WEIGHT) / recall);
}
`,
  'node_modules/padding/package.json':
    '{"name":"padding","version":"1.0.0","type":"module","exports":"./index.js","dependencies":{"width":"^2.0.0"}}',
  'node_modules/padding/index.js': 'export const pad = String;',
  'node_modules/width/package.json': '{"name":"width","version":"2.0.0"}',
};

/** A package in a folder of its own, with some files changed. */
function packageWith(changes: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  writeFiles(folder, { ...PACKAGE, ...changes });
  return folder;
}

function bundleOf(folder: string, entry = ENTRY): Promise<Bundle> {
  return new BundleStore(folder).bundle(entry);
}

async function digestWith(changes: Readonly<Record<string, string>>): Promise<string> {
  return (await bundleOf(packageWith(changes))).digest;
}

function edited(path: keyof typeof PACKAGE, from: string, to: string): Readonly<Record<string, string>> {
  expect(PACKAGE[path]).toContain(from);
  return { [path]: PACKAGE[path].replace(from, to) };
}

describe('the digest of a bundle stays', () => {
  test.each([
    ['a comment', edited('src/metrics.ts', 'The weight of precision.', 'How much precision counts.')],
    ['white space', edited('src/metrics.ts', '  return', '\n\n\treturn')],
    ['a type', edited('src/metrics.ts', 'digits: number', 'digits: string; readonly locale?: string')],
    ['the type of a parameter', edited(ENTRY, 'tp: number', 'tp: 0 | 1')],
    [
      'a function that is not used',
      edited('src/metrics.ts', 'interface', 'function median(): number { return 2; }\ninterface'),
    ],
    [
      'a constant that is not used',
      edited(
        'src/metrics.ts',
        'interface',
        'export const NAMES = ["precision", "recall"] as const;\ninterface',
      ),
    ],
    ['a file that is not imported', { 'src/recall.ts': 'export const RECALL = 1;' }],
    [
      'a package that is not imported',
      { 'node_modules/other/package.json': '{"name":"other","version":"1.0.0"}' },
    ],
  ])('after a change of %s', async (_what, changes) => {
    expect(await digestWith(changes)).toBe(await digestWith({}));
  });

  test('after a file was renamed', async () => {
    const folder = packageWith(edited(ENTRY, '../metrics.ts', '../figures.ts'));
    renameSync(join(folder, 'src/metrics.ts'), join(folder, 'src/figures.ts'));
    expect((await bundleOf(folder)).digest).toBe(await digestWith({}));
  });

  test('in another folder', async () => {
    const folder = packageWith();
    const moved = join(temporaryFolder(), 'elsewhere', 'deep');
    cpSync(folder, moved, { recursive: true });
    expect((await bundleOf(moved)).digest).toBe((await bundleOf(folder)).digest);
  });

  test('where a package brings another binary for another platform', async () => {
    const manifest = (name: string): string =>
      `{"name":"padding","version":"1.0.0","type":"module","dependencies":{"width":"^2.0.0"},"optionalDependencies":{"${name}":"1.0.0"}}`;
    const on = (name: string): Promise<string> =>
      digestWith({
        'node_modules/padding/package.json': manifest(name),
        [`node_modules/${name}/package.json`]: `{"name":"${name}","version":"1.0.0"}`,
      });
    expect(await on('@padding/linux-x64')).toBe(await on('@padding/darwin-arm64'));
  });
});

describe('the digest of a bundle changes', () => {
  test.each([
    ['a constant of a helper', edited('src/metrics.ts', '0.5', '0.25')],
    ['the code of a helper', edited('src/metrics.ts', '1 /', '2 /')],
    ['the code of the entry', edited(ENTRY, '(tp, fp)', '(fp, tp)')],
    ['the version of a package', edited('node_modules/padding/package.json', '1.0.0', '1.0.1')],
    [
      'the version of a package that a package stands on',
      edited('node_modules/width/package.json', '2.0.0', '2.1.0'),
    ],
  ])('with %s', async (_what, changes) => {
    expect(await digestWith(changes)).not.toBe(await digestWith({}));
  });

  test('and its parts say in which source file or package', async () => {
    const before = (await bundleOf(packageWith())).parts;
    expect(Object.keys(before.modules)).toEqual(['src/metrics.ts', ENTRY]);
    const after = (await bundleOf(packageWith(edited('src/metrics.ts', '0.5', '0.25')))).parts;
    expect(after.modules[ENTRY]).toBe(before.modules[ENTRY]);
    expect(after.modules['src/metrics.ts']).not.toBe(before.modules['src/metrics.ts']);
    const newer = (await bundleOf(packageWith(edited('node_modules/width/package.json', '2.0.0', '2.1.0'))))
      .parts;
    expect(newer.modules).toEqual(before.modules);
    expect(newer.packages['padding']).toMatch(/^padding@1\.0\.0 [0-9a-f]{16}$/);
    expect(newer.packages['padding']).not.toBe(before.packages['padding']);
  });
});

describe('a bundle', () => {
  test('lies inside the package, is what was hashed, and runs with its packages', async () => {
    const folder = packageWith();
    const bundles = new BundleStore(folder);
    const { path, digest } = await bundles.bundle(ENTRY);
    expect(path).toBe(join(folder, 'node_modules', '.cache', 'prouie', `${digest}.mjs`));
    expect(readFileSync(path, 'utf8')).toContain('from"padding"');
    const { step } = (await bundles.load(ENTRY)) as { step: { run(tp: number, fp: number): string } };
    expect(step.run(1, 1)).toBe('1');
  });

  test('is compiled again after an edit that follows at once', async () => {
    const folder = packageWith();
    const before = await bundleOf(folder);
    writeFiles(folder, edited('src/metrics.ts', '0.5', '0.4'));
    expect((await bundleOf(folder)).digest).not.toBe(before.digest);
    writeFiles(folder, { 'src/metrics.ts': PACKAGE['src/metrics.ts'] });
    expect(await bundleOf(folder)).toMatchObject({ digest: before.digest, path: before.path });
  });

  test('is known without compiling once it was made in this process', async () => {
    const bundles = new BundleStore(packageWith());
    expect(bundles.remembered(ENTRY)).toBeUndefined();
    expect(await bundles.bundle(ENTRY)).toBe(bundles.remembered(ENTRY));
  });

  test('is made anew where the memory of bundles was cut off', async () => {
    const folder = packageWith();
    const { digest } = await bundleOf(folder);
    writeFiles(folder, { 'node_modules/.cache/prouie/bundles.json': '{"version":3,"bund' });
    expect((await bundleOf(folder)).digest).toBe(digest);
  });
});

test('a package that the build made one file of is loaded from there, and hashed under its name', async () => {
  const entry = 'src/steps/weigh.ts';
  const files = {
    [entry]: `import { weigh } from 'yaml';\nexport const weight = weigh();\n`,
    'node_modules/yaml/package.json':
      '{"name":"yaml","version":"1.0.0","type":"module","exports":"./index.js"}',
    'node_modules/yaml/index.js': `export const weigh = () => 'many files';`,
  };
  const [plain, built] = [packageWith(files), packageWith(files)];
  writeFiles(built, { 'dist/packages/yaml.js': `export const weigh = () => 'one file';` });
  expect((await new BundleStore(plain).load(entry))['weight']).toBe('many files');
  expect((await new BundleStore(built).load(entry))['weight']).toBe('one file');
  expect((await bundleOf(built, entry)).digest).toBe((await bundleOf(plain, entry)).digest);
});

describe('what cannot be bundled', () => {
  test('is refused with the place of the syntax error', async () => {
    const folder = packageWith(edited('src/metrics.ts', 'return 1 /', 'return 1 / /'));
    const failure = await failureOfAsync(() => bundleOf(folder));
    expect(failure.code).toBe('PROUIE_BUNDLE');
    expect(failure.location).toMatchObject({ file: join(folder, 'src/metrics.ts') });
    expect(failure.location!.line).toBeGreaterThanOrEqual(7);
  });

  test('is refused with the place of an import that leads nowhere', async () => {
    const folder = packageWith(edited(ENTRY, '../metrics.ts', '../metric.ts'));
    expect((await failureOfAsync(() => bundleOf(folder))).location).toEqual({
      file: join(folder, ENTRY),
      line: 1,
      column: 30,
    });
  });

  test('is refused where there is no file', async () => {
    const folder = packageWith();
    expect(await failureOfAsync(() => bundleOf(folder, 'src/steps/none.ts'))).toMatchObject({
      code: 'PROUIE_BUNDLE',
      location: { file: join(folder, 'src/steps/none.ts') },
    });
  });
});
