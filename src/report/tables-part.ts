/** Tables and figures as their nodes left them. */
import type { CatalogNode, CatalogSource } from '../catalog/source.ts';
import { TABLE_IDS } from '../tables/all-tables.ts';
import type { CaseStudy } from '../tables/case-study/case-study.ts';
import type { SlotFigure } from '../tables/slots/slot-figure.ts';
import type { Table } from '../tables/table.ts';
import { compactTable, type ScorerTable } from '../tables/table-changes.ts';

/** The tables `table/<id>` in their order; those that were not made are left out. */
export function gatherTables(source: CatalogSource): readonly Table[] {
  const nodes = new Map(source.nodes().map((node) => [node.name, node]));
  return TABLE_IDS.flatMap((id) => {
    const table = readTable(source, nodes.get(`table/${id}`));
    return table === undefined ? [] : [table];
  });
}

/** Tables of scores under the other scorer profiles, `table/<profile>/<id>`, in the order of the pipeline. */
export function gatherScorerTables(source: CatalogSource, usual: readonly Table[]): readonly ScorerTable[] {
  return source.nodes().flatMap((node) => {
    const own = usual.find(({ table }) => node.name === `table/${node.tags['scorer']}/${table}`);
    if (own === undefined) return [];
    const table = readTable(source, node);
    return table === undefined ? [] : [compactTable(table, own)];
  });
}

export function gatherSlots(source: CatalogSource): SlotFigure | null {
  const figure = readFigure(source, 'figure/3') as Partial<SlotFigure> | undefined;
  return Array.isArray(figure?.slots) && Array.isArray(figure.variants) ? (figure as SlotFigure) : null;
}

export function gatherCases(source: CatalogSource): CaseStudy | null {
  const figure = readFigure(source, 'figure/9') as Partial<CaseStudy> | undefined;
  return Array.isArray(figure?.counts) && Array.isArray(figure.cases) ? (figure as CaseStudy) : null;
}

function readFigure(source: CatalogSource, name: string): unknown {
  const node = source.nodes().find((one) => one.name === name);
  return readOutput(source, node, 'figure');
}

function readTable(source: CatalogSource, node: CatalogNode | undefined): Table | undefined {
  const table = readOutput(source, node, 'table') as Partial<Table> | undefined;
  return Array.isArray(table?.columns) && Array.isArray(table.rows) ? (table as Table) : undefined;
}

/** Undefined where the node has not been made, or left something else. */
function readOutput(source: CatalogSource, node: CatalogNode | undefined, output: string): unknown {
  const digest = node?.outputs[output]?.digest;
  const content = digest === undefined ? undefined : source.readBlob(digest);
  if (content === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(content).toString('utf8'));
  } catch {
    // A node of another pipeline that happens to have the name.
    return undefined;
  }
}
