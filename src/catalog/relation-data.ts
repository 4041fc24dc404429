import type { StoredOutput } from '../store/record.ts';
import { historyRows } from './history-rows.ts';
import type { PlainRow } from './plain-row.ts';
import {
  constantColumn,
  outputRows,
  outputTable,
  type PlainColumn,
  type PlainTable,
  rowsTable,
} from './plain-table.ts';
import { RELATIONS, type RelationColumn, type RelationName, type SqlType } from './relations.ts';
import { type CatalogNode, type CatalogSource, feedsRelation } from './source.ts';
import { publishedRows } from './table-cells.ts';

/** A relation before it is loaded: its columns, the tables it consists of in order, and what had to be left out. */
export interface RelationData {
  readonly columns: readonly RelationColumn[];
  readonly tables: readonly RelationTable[];
  /** More may come while tables are read. */
  readonly warnings: readonly string[];
}

/** One of a relation's tables. Where a relation is large, its content is read again each time. */
export interface RelationTable {
  readonly columns: readonly Pick<PlainColumn, 'name' | 'type'>[];
  readonly read: () => PlainTable;
}

/** Rows of a relation that are held until they are loaded; of further tables the columns alone. */
const HELD_ROWS = 100_000;

/** Collects a relation from a source. Throws what `outputTable` throws. */
export function gatherRelation(source: CatalogSource, name: RelationName): RelationData {
  const warnings: string[] = [];
  const tables = gatherTables(source, name, warnings);
  return { columns: joinColumns(RELATIONS[name], tables), tables, warnings };
}

function gatherTables(
  source: CatalogSource,
  name: RelationName,
  warnings: string[],
): readonly RelationTable[] {
  switch (name) {
    case 'nodes':
      return [held(rowsTable(source.nodes().map((node) => nodeRow(source, node))))];
    case 'runs':
      return [held(rowsTable(source.runs().map((run) => ({ ...run }))))];
    case 'history':
      return source.runs().map((run) => held(rowsTable(historyRows(run, source.events(run.run)))));
    case 'artifacts':
      return [held(rowsTable(source.nodes().flatMap(artifactRows)))];
    default:
      return nodeTables(source, name, warnings);
  }
}

function held(table: PlainTable): RelationTable {
  return { columns: table.columns, read: () => table };
}

function nodeRow(source: CatalogSource, node: CatalogNode): PlainRow {
  const { tags, outputs: _, ...fields } = node;
  return { ...fields, ...withoutKeys(tags, fields), ...source.attempt(node.key) };
}

function artifactRows({ pipeline, profile, name, outputs }: CatalogNode): readonly PlainRow[] {
  return Object.entries(outputs).map(([output, { kind, digest, size }]) => ({
    pipeline,
    profile,
    node: name,
    output,
    kind,
    digest,
    size,
  }));
}

/** What nodes give to a relation. What is there no more gives a warning. */
function nodeTables(
  source: CatalogSource,
  relation: RelationName,
  warnings: string[],
): readonly RelationTable[] {
  let rows = 0;
  return source.nodes().flatMap((node) =>
    feedingOutputs(node, relation).map(([output, stored]): RelationTable => {
      const read = (): PlainTable => {
        const content = source.readBlob(stored.digest);
        if (content !== undefined) return nodeTable(node, relation, output, stored.kind, content);
        warnings.push(
          `${relation} is without the rows of ${node.name}: the content of its output "${output}" is gone.`,
        );
        return { rowCount: 0, columns: [] };
      };
      const table = read();
      rows += table.rowCount;
      if (rows <= HELD_ROWS || table.rowCount === 0) return held(table);
      return { columns: table.columns.map(({ name, type }) => ({ name, type })), read };
    }),
  );
}

/** A node's tags, its name and its profile stand in for columns that the table lacks. */
function nodeTable(
  node: CatalogNode,
  relation: RelationName,
  output: string,
  kind: StoredOutput['kind'],
  content: Uint8Array,
): PlainTable {
  const where = `The output "${output}" of ${node.name}`;
  const isCells = relation === 'published' && kind === 'json';
  const table = isCells
    ? rowsTable(publishedRows(outputRows(kind, content, where)))
    : outputTable(kind, content, where);
  const taken = new Set(table.columns.map((column) => column.name.toLowerCase()));
  const known = { ...node.tags, node: node.name, run_profile: node.profile };
  const constants = Object.entries(known)
    .filter(([tag]) => tag !== 'relation' && !taken.has(tag.toLowerCase()))
    .map(([tag, value]) => constantColumn(tag, value, table.rowCount));
  return { rowCount: table.rowCount, columns: [...table.columns, ...constants] };
}

/** The output of the relation's name, else the Arrow tables, else the JSON. What feeds `cells` feeds `published` too. */
function feedingOutputs(
  node: CatalogNode,
  relation: RelationName,
): readonly (readonly [string, StoredOutput])[] {
  const name = relation === 'published' ? 'cells' : relation;
  if (!feedsRelation(node, name)) return [];
  const outputs = Object.entries(node.outputs);
  const choices = [
    outputs.filter(([output]) => output === name),
    outputs.filter(([, { kind }]) => kind === 'arrow'),
    outputs.filter(([, { kind }]) => kind === 'json'),
  ];
  return choices.find((choice) => choice.length > 0) ?? [];
}

function withoutKeys(row: PlainRow, other: PlainRow): PlainRow {
  return Object.fromEntries(Object.entries(row).filter(([key]) => !Object.hasOwn(other, key)));
}

/** The declared columns first, then the others as they come; a column takes the narrowest type that holds all. */
function joinColumns(
  declared: readonly RelationColumn[],
  tables: readonly RelationTable[],
): readonly RelationColumn[] {
  const joined = new Map<string, { name: string; type: SqlType | undefined }>(
    declared.map((column) => [column.name.toLowerCase(), { ...column }]),
  );
  for (const { name, type } of tables.flatMap((table) => table.columns)) {
    const column = joined.get(name.toLowerCase());
    if (column === undefined) joined.set(name.toLowerCase(), { name, type });
    else column.type = joinTypes(column.type, type);
  }
  return [...joined.values()].map(({ name, type }) => ({ name, type: type ?? 'VARCHAR' }));
}

function joinTypes(a: SqlType | undefined, b: SqlType | undefined): SqlType | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b;
  const numbers = [a, b].every((type) => type === 'BIGINT' || type === 'DOUBLE');
  return numbers ? 'DOUBLE' : 'VARCHAR';
}
