import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Catalog, openCatalog } from '../../src/catalog/catalog.ts';
import { RELATIONS } from '../../src/catalog/relations.ts';
import { openStoreSource } from '../../src/catalog/store-source.ts';
import { formatError } from '../../src/cli/error-text.ts';
import { runSql } from './run-sql.ts';
import { writeSmallStore } from './small-store.ts';

const page = readFileSync('docs/sql.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'prouie-sql-page-'));
let catalog: Catalog;

beforeAll(async () => {
  writeSmallStore(join(folder, '.prouie'));
  catalog = await openCatalog(
    openStoreSource(join(folder, '.prouie'), { pipeline: 'prouie', profile: 'quick' }),
  );
});
afterAll(() => {
  catalog.close();
  rmSync(folder, { recursive: true });
});

function blocksOf(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``, 'g'))].map((match) => match[1]!);
}

describe('docs/sql.md', () => {
  const recipes = blocksOf('sql').map((query) => [query.split('\n')[0]!, query] as const);

  test('has recipes', () => {
    expect(recipes.length).toBeGreaterThan(15);
  });

  test.each(recipes)('runs: %s', async (_, query) => {
    expect((await catalog.query(query)).columns.length).toBeGreaterThan(1);
  });

  test('has commands that a shell can run', async () => {
    const commands = blocksOf('sh').flatMap((block) => block.split('\n'));
    for (const command of commands) {
      const words = [...command.split(' > ')[0]!.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
        (match) => match[1] ?? match[2] ?? match[3]!,
      );
      expect(words.slice(0, 2)).toEqual(['prouie', 'sql']);
      expect((await runSql(words.slice(2), { cwd: folder })).code).toBe(0);
    }
  });

  test('lists every relation with the columns that are always there', () => {
    for (const [name, columns] of Object.entries(RELATIONS)) {
      expect(page).toMatch(
        new RegExp(
          `^\\| \`${name}\` \\| .* \\| ${columns.map((column) => column.name).join(', ')} \\|$`,
          'm',
        ),
      );
    }
  });

  test('shows an error as it is printed', async () => {
    const error = await catalog.query('SELECT varient FROM metrics').catch((thrown: unknown) => thrown);
    expect(page).toContain(formatError(error, { colour: false }, false));
  });
});
