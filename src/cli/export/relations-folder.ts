import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../catalog/catalog.ts';
import { RELATION_NAMES } from '../../catalog/relations.ts';
import { formatArrow } from '../../catalog/result-arrow.ts';
import { guardWrite } from '../../store/files.ts';

/** Writes each relation to a file of its own, with the rows in the order of `prouie sql "FROM …"`. */
export async function writeRelations(
  folder: string,
  catalog: Catalog,
  format: 'parquet' | 'arrow',
): Promise<void> {
  for (const name of RELATION_NAMES) {
    const content =
      format === 'parquet'
        ? await catalog.exportParquet(`FROM ${name}`)
        : formatArrow(await catalog.query(`FROM ${name}`));
    const file = join(folder, `${name}.${format}`);
    guardWrite(file, () => writeFileSync(file, content));
  }
}
