import {
  DuckDBArrayValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  type DuckDBMaterializedResult,
  DuckDBStructValue,
  DuckDBTypeId,
  DuckDBUnionValue,
  type DuckDBValue,
  DuckDBVariantValue,
} from '@duckdb/node-api';

/** Dates, times, UUIDs and the like are text; a decimal is the nearest double; a map is an object. */
export type ResultValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ResultValue[]
  | { readonly [field: string]: ResultValue };

export interface ResultColumn {
  /** Unique: a second column of one name is `name:1`. */
  readonly name: string;
  /** DuckDB's name of the type, for example `DOUBLE`, `BIGINT`, `VARCHAR[]`; `JSON`, whose values are texts of it. */
  readonly type: string;
}

export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly ResultValue[])[];
}

export async function readResult(result: DuckDBMaterializedResult): Promise<QueryResult> {
  const types = result.columnTypes();
  const columns = result
    .deduplicatedColumnNames()
    .map((name, index) => ({ name, type: types[index]!.alias === 'JSON' ? 'JSON' : String(types[index]) }));
  const isFloat = types.map((type) => type.typeId === DuckDBTypeId.FLOAT);
  const rows = (await result.getRows()).map((row) =>
    row.map((value, index) =>
      isFloat[index] && typeof value === 'number' ? shortest(value) : plainValue(value),
    ),
  );
  return { columns, rows };
}

function plainValue(value: DuckDBValue): ResultValue {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof DuckDBDecimalValue) return Number(value.toString());
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return value.items.map(plainValue);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(
      Object.entries(value.entries).map(([name, field]) => [name, plainValue(field)]),
    );
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(value.entries.map(({ key, value: field }) => [String(key), plainValue(field)]));
  }
  if (value instanceof DuckDBUnionValue || value instanceof DuckDBVariantValue)
    return plainValue(value.value);
  return String(value);
}

/** The double with the fewest digits that is this single-precision number: 0.1, not 0.10000000149011612. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return value;
}
