import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCards } from '../../src/cli/corpus-files.ts';
import { FORMATS } from '../../src/corpora/all-formats.ts';
import { layoutFiles } from '../../src/corpora/layout.ts';
import { fixed, signed } from '../../src/tables/decimals.ts';
import { packageRoot, readPages } from './page.ts';

const pages = new Map(readPages().map(({ path, text }) => [path, text]));
const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
const prouie = (...words: string[]): string =>
  execFileSync(process.execPath, [join(packageRoot, 'bin/prouie.js'), ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });

describe('what the pages say', () => {
  test('the README shows Table 5 as the tracked results have it', () => {
    const readme = pages.get('README.md')!;
    const shown = /```text\n(Table 5[\s\S]*?)```/.exec(readme)![1]!.split('\n');
    const { rows } = readTable('results/quick/table-5.json');
    expect(shown.filter((line) => rows.some(({ row }) => line.startsWith(row)))).toHaveLength(rows.length);
    for (const { row, cells } of rows) {
      const figures = cells.map(
        ({ value, published, delta }) => `${fixed(value, 2)} (${fixed(published, 2)}, ${signed(delta, 2)})`,
      );
      expect(shown.map((line) => line.replace(/ +/g, ' '))).toContain(`${row} ${figures.join(' ')}`);
    }
  });

  test('the README and the first steps say how many nodes the recipe has', () => {
    const store = mkdtempSync(join(tmpdir(), 'prouie-nodes-'));
    const { nodes } = JSON.parse(prouie('graph', '--json', '--all', '--store', store)) as {
      readonly nodes: readonly unknown[];
    };
    rmSync(store, { recursive: true });
    expect(pages.get('README.md')).toContain(`quick: 0 ran, ${nodes.length} fresh in`);
    expect(pages.get('docs/start.md')).toContain(`[1/${nodes.length}] made data/ACE2005-NER`);
  });

  test('the page of commands has every command but the one for executors', () => {
    const commands = [...prouie('--help').matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name]) => name!);
    expect(commands).toContain('run');
    for (const name of commands.filter((command) => command !== 'exec'))
      expect(pages.get('docs/commands.md')).toMatch(new RegExp(`\\| .*\`(prouie )?${name}\\b.* \\|`));
  });

  test('the data page lists every data set with its files, and every format', () => {
    const rows = pages.get('docs/data.md')!.split('\n');
    for (const { id, domain, layouts } of readCards(packageRoot)) {
      const row = rows.find((line) => line.startsWith(`| \`${id}\` | ${domain} |`));
      for (const layout of layouts) {
        const [first] = layoutFiles(layout);
        expect(row, id).toContain(`\`${dirname(first!).replace(/^IE_INSTRUCTIONS\//, '')}\``);
        if (layout.format === 'instructuie') continue;
        expect(row, id).toContain(`(\`${layout.format}\`)`);
        for (const file of layoutFiles(layout))
          expect(row, id).toContain(`\`${file.slice(file.lastIndexOf('/') + 1)}\``);
      }
    }
    for (const { name } of FORMATS) expect(pages.get('docs/data.md')).toContain(`\`${name}\``);
  });

  test('the page on staleness names every type of reason', () => {
    const types = /export type ReasonType =([^;]*);/
      .exec(read('src/identity/reasons.ts'))![1]!
      .match(/[\w-]+/g)!;
    expect(types.length).toBeGreaterThan(5);
    for (const type of types) expect(pages.get('docs/staleness.md')).toContain(`| \`${type}\` |`);
  });

  test('the page on pipelines shows the example as it is', () => {
    const [, shown] = /```ts\n([\s\S]*?)```/.exec(pages.get('docs/pipelines.md')!)!;
    expect(read('examples/word-count/word-count.ts').replace(/^\/\*\*.*\*\/\n/m, '')).toBe(shown);
  });

  test('the page on the engine has every setting of training', () => {
    const profile = parse(read('pipelines/profiles/quick.yaml')) as {
      readonly sft: object;
      readonly grpo: object;
    };
    const page = pages.get('docs/engine.md');
    for (const stage of ['sft', 'grpo'] as const)
      for (const setting of Object.keys(profile[stage])) expect(page).toContain(`\`${stage}.${setting}`);
  });

  test('the page on the recipe has every setting and every variant of the profiles', () => {
    const folder = join(packageRoot, 'pipelines/profiles');
    const profiles = readdirSync(folder).map(
      (name) => parse(readFileSync(join(folder, name), 'utf8')) as { readonly variants: object },
    );
    const named = profiles.flatMap((profile) => [...Object.keys(profile), ...Object.keys(profile.variants)]);
    expect(named.length).toBeGreaterThan(20);
    for (const name of named) expect(pages.get('docs/recipe.md')).toContain(`\`${name}\``);
  });

  test('CONTRIBUTING has every folder of sources, and every part of the tests', () => {
    const page = pages.get('CONTRIBUTING.md')!;
    const folders = readdirSync(join(packageRoot, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.length).toBeGreaterThan(9);
    for (const { name } of folders) expect(page).toContain(`| \`src/${name}/\` |`);
    const parts = JSON.parse(read('test/parts.json')) as readonly { readonly name: string }[];
    for (const { name } of parts) expect(page).toContain(`| \`${name}\` |`);
  });

  test('the picture of the report is a PNG that loads quickly', () => {
    const picture = readFileSync(join(packageRoot, 'docs/report.png'));
    expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(picture.length).toBeLessThan(150_000);
  });

  test('version and supported Node are those of the package', () => {
    const { version, engines, license } = JSON.parse(read('package.json')) as {
      readonly version: string;
      readonly engines: { readonly node: string };
      readonly license: string;
    };
    expect(pages.get('CHANGELOG.md')).toContain(`## ${version} - `);
    expect(parse(read('CITATION.cff'))).toMatchObject({ version, license });
    for (const page of ['README.md', 'docs/start.md'])
      expect(pages.get(page)).toContain(`Node ${engines.node.replace('>=', '')} or later`);
  });
});

interface ComparedRow {
  readonly row: string;
  readonly cells: readonly { readonly value: number; readonly published: number; readonly delta: number }[];
}

function readTable(path: string): { readonly rows: readonly ComparedRow[] } {
  const { tables } = JSON.parse(readFileSync(join(packageRoot, path), 'utf8')) as {
    readonly tables: readonly { readonly rows: readonly ComparedRow[] }[];
  };
  return tables[0]!;
}
