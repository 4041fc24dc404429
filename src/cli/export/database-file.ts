import { existsSync, statSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Catalog } from '../../catalog/catalog.ts';
import { quoteText } from '../../catalog/load.ts';
import { replaceFile } from '../../store/files.ts';
import type { AskedSource } from '../sql/asked-source.ts';
import { foreignTarget } from './export-folder.ts';

/** The table that says of what a file is an export. */
const MARK = 'prouie_export';

/**
 * Writes all relations as tables of one DuckDB file, whole or not at all.
 *
 * @throws ProuieError PROUIE_EXPORT_FOREIGN where the file is no earlier export
 */
export async function writeDatabaseFile(
  file: string,
  catalog: Catalog,
  { pipeline, profile, run }: Pick<AskedSource, 'pipeline' | 'profile' | 'run'>,
): Promise<void> {
  if (existsSync(file) && !(await isExport(file))) throw foreignTarget(file, 'is no export of ours');
  const mark = `SELECT 1 AS version, ${quoteText(pipeline)} AS pipeline, ${quoteText(profile)} AS profile, ${run === undefined ? 'NULL::VARCHAR' : quoteText(run)} AS run`;
  replaceFile(file, await catalog.exportDatabase({ [MARK]: mark }));
}

async function isExport(file: string): Promise<boolean> {
  if (!statSync(file).isFile()) return false;
  try {
    const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
    try {
      const connection = await instance.connect();
      const reader = await connection.runAndReadAll(
        `SELECT 1 FROM duckdb_tables() WHERE table_name = '${MARK}'`,
      );
      connection.closeSync();
      return reader.currentRowCount === 1;
    } finally {
      instance.closeSync();
    }
  } catch {
    // No database, or one that another program has open.
    return false;
  }
}
