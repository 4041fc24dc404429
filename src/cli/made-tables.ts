import { readFileSync } from 'node:fs';
import { ProuieError } from '../errors.ts';
import type { Session } from '../runner/plan/session.ts';
import { didYouMean } from '../suggest.ts';
import type { Table } from '../tables/table.ts';

export interface TableChoice {
  /** A scorer profile; undefined for the one of the run. */
  readonly scorer: string | undefined;
  /** Leave out tables that are not up to date: somebody asked for certain settings. */
  readonly exactly: boolean;
}

/** A table that has not been made, and the node that would make it, which another pipeline may not have. */
interface MissingTable {
  readonly id: string;
  readonly node: string;
  readonly isDeclared: boolean;
}

/** Tables as they are for the present sources and settings, or else as they were last made. */
export interface MadeTables {
  readonly tables: readonly Table[];
  /** Those of `tables` that are not up to date. */
  readonly old: readonly string[];
  readonly missing: readonly MissingTable[];
}

/** @throws ProuieError PROUIE_UNKNOWN_PROFILE for a scorer profile under which no table is made */
export function readTables(
  session: Session,
  wanted: readonly string[],
  { scorer, exactly }: TableChoice,
): MadeTables {
  const { graph, state, workspace } = session;
  const planner = session.planner();
  const chosen = wanted.map((id) => ({ id, node: tableNode(session, id, scorer) }));
  planner.planAll(chosen.flatMap(({ node }) => graph.indexOf.get(node) ?? []));
  const tables: Table[] = [];
  const old: string[] = [];
  const missing: MissingTable[] = [];
  for (const { id, node } of chosen) {
    const planned = planner.planned[graph.indexOf.get(node) ?? -1];
    const last = exactly ? undefined : state.nodes.find(({ name }) => name === node)?.outputs;
    const output = (planned?.outputs ?? last)?.['table'];
    const table =
      output === undefined
        ? undefined
        : (JSON.parse(readFileSync(workspace.store.blobPath(output.digest), 'utf8')) as Table);
    if (table?.columns === undefined) {
      missing.push({ id, node, isDeclared: graph.indexOf.has(node) });
      continue;
    }
    if (planned?.outputs === undefined) old.push(id);
    tables.push(table);
  }
  return { tables, old, missing };
}

/** That a table was asked for which has not been made. */
export function tableNotMade(
  { id, node, isDeclared }: MissingTable,
  profile: string,
  exactly: boolean,
): ProuieError {
  return new ProuieError(
    'PROUIE_TABLE_NOT_MADE',
    `Table ${id} of the profile "${profile}" has not been made${exactly ? ' with these settings' : ' yet'}.`,
    {
      hint: isDeclared
        ? `Make it with \`prouie run ${node}\` and the same flags.`
        : 'This pipeline does not make it. The recipe of the paper does: give its profile, as in --profile quick.',
    },
  );
}

/** What is told of tables that are not up to date. */
export function oldTablesText(old: readonly string[]): string {
  return `Not up to date: table ${old.join(', ')}. Shown as last made; \`prouie run\` makes them anew.\n`;
}

/**
 * The node of a table under a scorer profile. Tables that are no scores, and the one of all scorers, are the same under each.
 *
 * @throws ProuieError PROUIE_UNKNOWN_PROFILE
 */
function tableNode({ graph }: Session, id: string, scorer: string | undefined): string {
  const usual = `table/${id}`;
  if (scorer === undefined) return usual;
  const own = `table/${scorer}/${id}`;
  if (graph.indexOf.has(own)) return own;
  const known = new Set(
    graph.nodes.flatMap(({ tags }) => (tags['table'] === '1' ? (tags['scorer'] ?? []) : [])).map(String),
  );
  if (known.has(scorer)) return usual;
  throw new ProuieError('PROUIE_UNKNOWN_PROFILE', `No table is made under a scorer profile "${scorer}".`, {
    hint: didYouMean(scorer, known) ?? `Known profiles: ${[...known].join(', ')}.`,
  });
}
