import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RELATION_NAMES } from '../../../src/catalog/relations.ts';
import { readTable } from '../../../src/store/arrow-reader.ts';
import { writeSmallStore } from '../../catalog/small-store.ts';
import { temporaryFolder, writeFiles } from '../../temporary-folder.ts';
import { runExport } from './run-export.ts';

function workplace(): string {
  const cwd = temporaryFolder();
  writeSmallStore(join(cwd, '.prouie'));
  return cwd;
}

describe('prouie export', () => {
  test('writes a file a relation, and the same bytes again', async () => {
    const cwd = workplace();
    expect((await runExport(['arrow', 'out'], { cwd })).out).toBe(`out: ${RELATION_NAMES.length} files\n`);
    const files = readdirSync(join(cwd, 'out')).sort();
    expect(files).toEqual([...RELATION_NAMES.map((name) => `${name}.arrow`), 'prouie-export.json'].sort());
    const before = readFileSync(join(cwd, 'out/metrics.arrow'));
    expect(readTable(before).rowCount).toBe(8);
    await runExport(['arrow', 'out'], { cwd });
    expect(readFileSync(join(cwd, 'out/metrics.arrow')).equals(before)).toBe(true);
    expect(readdirSync(cwd).sort()).toEqual(['.prouie', 'out']);
  });

  test('curves for TensorBoard are the same bytes again', async () => {
    const cwd = workplace();
    const contents = async (folder: string): Promise<string> => {
      const { out } = await runExport(['tensorboard', folder, '--json'], { cwd });
      const { files } = JSON.parse(out) as { readonly files: readonly string[] };
      expect(files).toEqual(['full/seed-1/de/events.out.tfevents.1767261600.prouie']);
      return readFileSync(join(cwd, folder, files[0]!)).toString('hex');
    };
    expect(await contents('a')).toBe(await contents('b'));
  });

  test('leaves alone what it has not written', async () => {
    const cwd = workplace();
    writeFiles(cwd, { 'mine/notes.txt': 'mine', 'mine.duckdb': 'mine too' });
    await expect(runExport(['parquet', 'mine'], { cwd })).rejects.toMatchObject({
      code: 'PROUIE_EXPORT_FOREIGN',
      message: expect.stringContaining('holds notes.txt'),
    });
    await expect(runExport(['duckdb', 'mine.duckdb'], { cwd })).rejects.toMatchObject({
      code: 'PROUIE_EXPORT_FOREIGN',
    });
    expect(readFileSync(join(cwd, 'mine.duckdb'), 'utf8')).toBe('mine too');
    await runExport(['arrow', 'out'], { cwd });
    writeFileSync(join(cwd, 'out/paper.tex'), 'mine');
    await expect(runExport(['arrow', 'out'], { cwd })).rejects.toMatchObject({
      message: expect.stringContaining('holds paper.tex'),
    });
    expect(readFileSync(join(cwd, 'out/paper.tex'), 'utf8')).toBe('mine');
  });

  test('an earlier database is replaced', async () => {
    const cwd = workplace();
    for (const _ of [1, 2]) expect((await runExport(['duckdb', 'a.duckdb'], { cwd })).out).toBe('a.duckdb\n');
    expect(statSync(join(cwd, 'a.duckdb')).size).toBeGreaterThan(1000);
  });

  test('without MLflow it says how to install it, and leaves nothing behind', async () => {
    const cwd = workplace();
    writeFiles(cwd, { bare: '#!/bin/sh\nexec python3 -I -S "$@"\n' });
    const bare = join(cwd, 'bare');
    chmodSync(bare, 0o755);
    await expect(runExport(['mlflow', 'out'], { cwd, env: { PROUIE_PYTHON: bare } })).rejects.toMatchObject({
      code: 'PROUIE_MLFLOW_MISSING',
      hint: expect.stringContaining('pip install mlflow'),
    });
    await expect(runExport(['mlflow', 'out', '--python', '/none/python'], { cwd })).rejects.toMatchObject({
      code: 'PROUIE_PYTHON_MISSING',
    });
    expect(readdirSync(cwd).sort()).toEqual(['.prouie', 'bare']);
  });

  test('an unknown kind, run or flag is told with what was meant', async () => {
    const cwd = workplace();
    await expect(runExport(['parket', 'out'], { cwd })).rejects.toMatchObject({
      code: 'PROUIE_USAGE',
      hint: 'Did you mean "parquet"?',
    });
    await expect(runExport(['arrow', 'out', '--run', '20260101T100000-8'], { cwd })).rejects.toMatchObject({
      code: 'PROUIE_RUN_UNKNOWN',
      hint: 'Did you mean "20260101T100000-7"?',
    });
    await expect(runExport(['arrow', 'out', '--scorer', 'uie'], { cwd })).rejects.toMatchObject({
      code: 'PROUIE_USAGE',
    });
  });
});
