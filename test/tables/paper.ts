import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readAudit } from '../../src/tables/audit.ts';
import { readCellMap } from '../../src/tables/cell-map.ts';
import type { Paper } from '../../src/tables/paper.ts';
import { publishedTable, readPublished } from '../../src/tables/published.ts';
import { readTolerances } from '../../src/tables/tolerances.ts';

function read<T>(file: string, reader: (content: unknown, file: string) => T): T {
  const path = new URL(`../../papers/prouie/${file}`, import.meta.url);
  return reader(parse(readFileSync(path, 'utf8')), `papers/prouie/${file}`);
}

/** The files of `papers/prouie/` as they are. */
export const paper: Paper = {
  published: read('published.yaml', readPublished),
  tolerances: read('tolerances.yaml', readTolerances),
  cells: read('cells.yaml', readCellMap),
  audit: read('audit.yaml', readAudit),
};

export function published(table: string) {
  return publishedTable(paper.published, table);
}
