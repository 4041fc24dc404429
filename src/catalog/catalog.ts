import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBMaterializedResult } from '@duckdb/node-api';
import { createStatement, createTable, loadRows, quoteName, quoteText } from './load.ts';
import { explainQueryError } from './query-error.ts';
import { type QueryResult, readResult } from './query-result.ts';
import { gatherRelation } from './relation-data.ts';
import { RELATION_NAMES, RELATIONS, type RelationName, relationsNamed } from './relations.ts';
import type { CatalogSource } from './source.ts';

/** One thread, so that sums of doubles come out alike; no network, no files, no change of settings by a query. */
const LAUNCH_SETTINGS = {
  threads: '1',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
} as const;

/** Opens the catalogue of a source. Nothing is loaded before a query names it. Close it afterwards. */
export async function openCatalog(source: CatalogSource): Promise<Catalog> {
  const instance = await DuckDBInstance.create(':memory:', LAUNCH_SETTINGS);
  const connection = await instance.connect();
  const exportFolder = join(tmpdir(), `prouie-sql-${randomUUID()}`);
  const tables = RELATION_NAMES.map((name) => createStatement(name, RELATIONS[name]));
  const settings = [
    "SET TimeZone = 'UTC'",
    "SET temp_directory = ''",
    'SET errors_as_json = true',
    `SET allowed_directories = [${quoteText(exportFolder)}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
  await connection.run([...tables, ...settings].join(';\n'));
  return new Catalog(source, instance, connection, exportFolder);
}

export interface QueryOptions {
  /** A value for each `$name` of the query; text, which counts as a number beside numbers. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Where the query is from, for the place of an error. */
  readonly file?: string;
}

/** A database in memory over one source, which can be thrown away at any time. */
export class Catalog {
  readonly #source: CatalogSource;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  /** The only folder that DuckDB may touch; it exists while a file is exported. */
  readonly #exportFolder: string;
  readonly #columns = new Map<RelationName, readonly string[]>();
  readonly #warnings: string[] = [];

  constructor(
    source: CatalogSource,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    exportFolder: string,
  ) {
    this.#source = source;
    this.#instance = instance;
    this.#connection = connection;
    this.#exportFolder = exportFolder;
  }

  /** Sentences about rows that are not there because their content is gone from the store. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /**
   * The result of a query (of several statements: of the last one). Without ORDER BY, rows of a relation come in the
   * order of the nodes.
   *
   * @throws ProuieError PROUIE_SQL_SYNTAX, PROUIE_SQL_RELATION, PROUIE_SQL_COLUMN, PROUIE_SQL_ACCESS or
   *   PROUIE_SQL_FAILED with the place in the query; PROUIE_CATALOG_OUTPUT and PROUIE_TABLE_… for content of the store
   *   that is no table
   */
  async query(sql: string, options: QueryOptions = {}): Promise<QueryResult> {
    return readResult(await this.#run(sql, options));
  }

  /** The columns of a relation: those that are always there until a query has named it, then all. */
  columnsOf(name: RelationName): readonly string[] {
    return this.#columns.get(name) ?? RELATIONS[name].map((column) => column.name);
  }

  /** Ends the query that is being answered, which then fails. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  /** The result of a query as a Parquet file with DuckDB's own types. Throws as `query`. */
  async exportParquet(sql: string, options: QueryOptions = {}): Promise<Uint8Array> {
    const result = await this.#run(sql, options);
    const types = result.columnTypes();
    const columns = result
      .deduplicatedColumnNames()
      .map((name, index) => ({ name, type: String(types[index]) }));
    const table = `result of ${randomUUID()}`;
    await this.#connection.run(createStatement(table, columns));
    const appender = await this.#connection.createAppender(table);
    for (const chunk of await result.fetchAllChunks()) appender.appendDataChunk(chunk);
    appender.closeSync();
    try {
      return await this.#writtenFile('result.parquet', async (file) => {
        await this.#connection.run(`COPY ${quoteName(table)} TO ${quoteText(file)} (FORMAT parquet)`);
      });
    } finally {
      await this.#connection.run(`DROP TABLE ${quoteName(table)}`);
    }
  }

  /** All relations as one DuckDB file, each a table, with further tables as given by their SELECT. */
  async exportDatabase(further: Readonly<Record<string, string>> = {}): Promise<Uint8Array> {
    for (const name of RELATION_NAMES) await this.#load(name);
    return this.#writtenFile('export.duckdb', async (file) => {
      await this.#connection.run(`ATTACH ${quoteText(file)} AS target`);
      try {
        for (const name of RELATION_NAMES)
          await this.#connection.run(`CREATE TABLE target.${quoteName(name)} AS FROM ${quoteName(name)}`);
        for (const [name, select] of Object.entries(further))
          await this.#connection.run(`CREATE TABLE target.${quoteName(name)} AS ${select}`);
      } finally {
        await this.#connection.run('DETACH target');
      }
    });
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  /** The content of a file that DuckDB writes. */
  async #writtenFile(name: string, write: (file: string) => Promise<void>): Promise<Uint8Array> {
    mkdirSync(this.#exportFolder);
    try {
      const file = join(this.#exportFolder, name);
      await write(file);
      return readFileSync(file);
    } finally {
      rmSync(this.#exportFolder, { recursive: true });
    }
  }

  async #run(sql: string, { parameters = {}, file }: QueryOptions): Promise<DuckDBMaterializedResult> {
    const named = relationsNamed(sql);
    for (const name of named) await this.#load(name);
    const bound = Object.keys(parameters).length === 0 ? undefined : { ...parameters };
    try {
      return await this.#connection.run(sql, bound);
    } catch (thrown) {
      const columns = named.flatMap((name) => this.#columns.get(name) ?? []);
      const known = {
        relations: RELATION_NAMES,
        columns: [...new Set(columns)],
        parameters: Object.keys(parameters),
      };
      throw explainQueryError(thrown, sql, known, file);
    }
  }

  async #load(name: RelationName): Promise<void> {
    if (this.#columns.has(name)) return;
    const data = gatherRelation(this.#source, name);
    await createTable(this.#connection, name, data.columns);
    await loadRows(this.#connection, name, data);
    this.#columns.set(
      name,
      data.columns.map((column) => column.name),
    );
    this.#warnings.push(...data.warnings);
  }
}
