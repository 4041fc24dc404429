import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCatalog } from '../../src/catalog/catalog.ts';
import { openStoreSource } from '../../src/catalog/store-source.ts';
import { parseCommandLine } from '../../src/cli/arguments.ts';
import { commandLine as runLine } from '../../src/cli/commands/run.ts';
import { commandLine as tablesLine } from '../../src/cli/commands/tables.ts';
import { makeTable, TABLE_IDS } from '../../src/tables/all-tables.ts';
import { toJson } from '../../src/tables/json.ts';
import type { Table } from '../../src/tables/table.ts';
import { renderText } from '../../src/tables/text.ts';
import { writeSmallStore } from '../catalog/small-store.ts';
import { cellAt, metricRow, NOTHING } from './measured.ts';
import { paper } from './paper.ts';

const page = readFileSync(new URL('../../docs/tables.md', import.meta.url), 'utf8');

function blocksOf(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``, 'g'))].map((match) => match[1]!);
}

describe('docs/tables.md', () => {
  const of = { task: 're', metric: 'relation' } as const;
  const table = makeTable('2', paper, {
    ...NOTHING,
    profile: 'laptop',
    engine: 'embedded',
    metrics: [metricRow('SciERC', 45.9, of), metricRow('ADE_corpus', 68.6, of)],
    missing: [{ dataset: 'GIDS', reason: 'not found' }],
  });

  it('shows a table and a cell as they are printed', () => {
    const [text] = blocksOf('text');
    expect(renderText(table, { width: 70, color: false })).toContain(`${text}\n\n`);
    const row = toJson([table]).tables[0] as unknown as Table;
    expect(blocksOf('json')).toEqual([JSON.stringify(cellAt(row, 'SciERC', 'ProUIE (4B)'))]);
  });

  it('has commands with flags and tables that exist', () => {
    const commands = blocksOf('sh').flatMap((block) => block.split('\n'));
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands) {
      const [program, name, ...words] = command.split(' ');
      expect(program).toBe('prouie');
      const args = parseCommandLine(name === 'run' ? runLine : tablesLine, words);
      const names = args.operands.map((operand) => operand.replace('table/', ''));
      for (const operand of names) expect(TABLE_IDS).toContain(operand);
    }
  });

  it('names every table, every variant and every tolerance', () => {
    for (const id of TABLE_IDS) expect(page).toContain(`\`${id}\``);
    const { ablations, controls } = paper.cells;
    for (const { variant } of [...ablations.flatMap((one) => one.rows), ...controls.rows]) {
      expect(page).toContain(`\`${variant}\``);
    }
    const lines = page.split('\n').filter((line) => /^\| `/.test(line));
    for (const { table: id, kind, limit } of paper.tolerances) {
      const tail = `| ${kind === 'relative' ? `${limit * 100} per cent` : limit} |`;
      expect(lines.some((line) => line.includes(`\`${id}\``) && line.endsWith(tail))).toBe(true);
    }
  });

  it('has queries that run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'prouie-tables-page-'));
    writeSmallStore(join(folder, '.prouie'));
    const store = openStoreSource(join(folder, '.prouie'), { pipeline: 'prouie', profile: 'quick' });
    const catalog = await openCatalog(store);
    try {
      for (const query of blocksOf('sql'))
        expect((await catalog.query(query)).columns.length).toBeGreaterThan(2);
    } finally {
      catalog.close();
      rmSync(folder, { recursive: true });
    }
  });
});
