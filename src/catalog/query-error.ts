import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { displayWidth } from '../text-width.ts';
import { sqlTokens } from './sql-tokens.ts';

/** What DuckDB says of a failed query under `errors_as_json`. */
interface DuckDBFailure {
  readonly exception_type: string;
  readonly exception_message: string;
  readonly position?: string;
  readonly error_subtype?: string;
  /** The relation or function that does not exist, or the column. */
  readonly name?: string;
  /** `Table`, `Scalar Function` … */
  readonly type?: string;
}

/** The names that a query could have meant. */
export interface KnownNames {
  readonly relations: readonly string[];
  /** Columns of the relations that the query names. */
  readonly columns: readonly string[];
  readonly parameters: readonly string[];
}

/**
 * What DuckDB threw as an expected failure, with its place in the query and what could have been meant. An error
 * that is no answer to a query comes back as it is.
 *
 * @param file where the query is from; undefined for one that stands in no file
 */
export function explainQueryError(thrown: unknown, sql: string, known: KnownNames, file?: string): unknown {
  const failure = parseFailure(thrown);
  if (failure === undefined) return thrown;
  const { code, hint } = classify(failure, known);
  const place = placeOf(failure, sql);
  const says = failure.exception_message.split(/\s*\n\s*(?:Did you mean|Candidate )/, 1)[0]!.trim();
  return new ProuieError(code, place === undefined ? says : `${says}\n\n${excerpt(place)}`, {
    hint,
    location: { file: file ?? (place && 'query'), line: place?.line, column: place?.column },
    cause: thrown,
  });
}

function parseFailure(thrown: unknown): DuckDBFailure | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const json = thrown.message.slice(Math.max(0, thrown.message.indexOf('{')));
  try {
    const failure: unknown = JSON.parse(json);
    return typeof failure === 'object' && failure !== null && 'exception_message' in failure
      ? (failure as DuckDBFailure)
      : undefined;
  } catch {
    // Not an answer of the database, but an error of its client.
    return undefined;
  }
}

function classify(
  failure: DuckDBFailure,
  known: KnownNames,
): { readonly code: string; readonly hint: string | undefined } {
  const { exception_type: type, exception_message: message } = failure;
  const missingColumn =
    failure.error_subtype === 'COLUMN_NOT_FOUND'
      ? failure.name
      : /does not have a column named "(.*)"/.exec(message)?.[1];
  if (missingColumn !== undefined) {
    const all =
      known.columns.length === 0
        ? undefined
        : `The relations in the query have the columns ${known.columns.join(', ')}.`;
    return { code: 'PROUIE_SQL_COLUMN', hint: didYouMean(missingColumn, known.columns) ?? all };
  }
  if (failure.error_subtype === 'MISSING_ENTRY' && failure.type === 'Table') {
    const hint =
      didYouMean(failure.name ?? '', known.relations) ?? `The relations are ${known.relations.join(', ')}.`;
    return { code: 'PROUIE_SQL_RELATION', hint };
  }
  if (type === 'Parser') {
    const word = /near "(table|column|group)"/i.exec(message)?.[1];
    const quoted = `A column named like a key word stands in double quotes: "${word}".`;
    return { code: 'PROUIE_SQL_SYNTAX', hint: word === undefined ? 'The SQL is that of DuckDB.' : quoted };
  }
  if (type === 'Permission') {
    const hint = 'A query reads the relations of the store and nothing else; --out FILE writes its result.';
    return { code: 'PROUIE_SQL_ACCESS', hint };
  }
  const [parameter] = known.parameters;
  if (parameter !== undefined && /explicit type casts/.test(message)) {
    const hint = `A parameter is text: \`$${parameter}::DOUBLE\` makes it a number.`;
    return { code: 'PROUIE_SQL_FAILED', hint };
  }
  return { code: 'PROUIE_SQL_FAILED', hint: /Did you mean .*/.exec(message)?.[0] };
}

interface Place {
  readonly text: string;
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
}

/** Where DuckDB says that it is; else the column that its message names, where that stands in one place only. */
function placeOf(
  { position, exception_type, exception_message }: DuckDBFailure,
  sql: string,
): Place | undefined {
  if (position !== undefined) {
    // The parser counts characters; whatever comes after it counts bytes.
    const isParser = exception_type === 'Parser';
    const before = isParser
      ? [...sql].slice(0, Number(position)).join('')
      : Buffer.from(sql).subarray(0, Number(position)).toString('utf8');
    return placeBehind(sql, before);
  }
  const named = /^column "?(\w+)"? must appear/.exec(exception_message)?.[1];
  const places = sqlTokens(sql).filter(({ kind, text }) => kind === 'word' && text === named);
  return places.length === 1 ? placeBehind(sql, sql.slice(0, places[0]!.start)) : undefined;
}

function placeBehind(sql: string, before: string): Place {
  const line = before.split('\n').length;
  const column = [...before.slice(before.lastIndexOf('\n') + 1)].length + 1;
  return { text: sql.split('\n')[line - 1]!, line, column };
}

const EXCERPT_WIDTH = 100;

/** The line with a caret below the place; of a long line the part around it. */
function excerpt({ text, column }: Place): string {
  const characters = [...text];
  const start = characters.length <= EXCERPT_WIDTH ? 0 : Math.max(0, column - EXCERPT_WIDTH / 2);
  const shown = characters
    .slice(start, start + EXCERPT_WIDTH)
    .join('')
    .replaceAll('\t', ' ');
  const indent = displayWidth(
    characters
      .slice(start, column - 1)
      .join('')
      .replaceAll('\t', ' '),
  );
  return `  ${shown}\n  ${' '.repeat(indent)}^`;
}
