import { readFileSync } from 'node:fs';
import { ProuieError } from '../../errors.ts';
import { openSession, type Session } from '../../runner/session.ts';
import { didYouMean } from '../../suggest.ts';
import { renderCsv } from '../../tables/csv.ts';
import { renderJson } from '../../tables/json.ts';
import { renderLatex } from '../../tables/latex.ts';
import { renderLatexMacros } from '../../tables/latex-macros.ts';
import { renderMarkdown } from '../../tables/markdown.ts';
import { TABLE_IDS, type Table, type TableId } from '../../tables/table.ts';
import { renderText } from '../../tables/text.ts';
import { type CommandLine, choiceFlag, helpPage, parseCommandLine } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { figureHint } from '../figure-hint.ts';
import { EXIT, type Io } from '../io.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'tables',
  operands: '[TABLE...]',
  summary:
    "Prints tables as they were last made, beside the paper's numbers: 1 to 9, controls, phases,\nscorers (one model under every scorer profile).",
  flags: {
    ...GRAPH_FLAGS,
    format: {
      value: 'FORMAT',
      description: 'text (default), markdown, csv, latex, macros (a LaTeX macro a number) or json',
    },
    scorer: { value: 'NAME', description: 'the scorer profile behind F1 (default: the one of the profile)' },
    ci: { description: 'print 95 % intervals and the significance of differences' },
    json: { description: 'the same as --format json' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export async function run(argv: readonly string[], io: Io, host: CommandHost): Promise<number> {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const wanted = args.operands.length === 0 ? TABLE_IDS : args.operands.map(tableId);
  const format = args.has('json')
    ? 'json'
    : (choiceFlag(args, 'tables', 'format', ['text', 'markdown', 'csv', 'latex', 'macros', 'json']) ??
      'text');
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const { tables, old } = readTables(session, wanted, {
    scorer: args.value('scorer'),
    exactly: args.has('set') || args.has('data'),
  });
  const options = { intervals: args.has('ci') };
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  if (format === 'json') io.stdout.write(renderJson(tables));
  else if (format === 'csv') io.stdout.write(renderCsv(tables));
  else if (format === 'markdown')
    io.stdout.write(tables.map((table) => renderMarkdown(table, options)).join('\n'));
  else if (format === 'latex') io.stdout.write(tables.map((table) => renderLatex(table, options)).join('\n'));
  else if (format === 'macros') io.stdout.write(renderLatexMacros(tables));
  else
    io.stdout.write(
      tables
        .map((table) => renderText(table, { ...options, width: terminal.width, color: terminal.colour }))
        .join('\n'),
    );
  if (old.length > 0)
    io.stderr.write(`Not up to date: table ${old.join(', ')}. Shown as last made; \`prouie run\` makes them anew.
`);
  return EXIT.done;
}

/**
 * Tables as they are for the present sources and settings, or else as they were last made.
 */
function readTables(session: Session, wanted: readonly TableId[], { scorer, exactly }: TableChoice) {
  const { graph, state, workspace } = session;
  const planner = session.planner();
  const nameOf = (id: TableId): string => tableNode(session, id, scorer);
  const indices = wanted.flatMap((id) => graph.indexOf.get(nameOf(id)) ?? []);
  planner.planAll(indices);
  const tables: Table[] = [];
  const old: TableId[] = [];
  for (const id of wanted) {
    const name = nameOf(id);
    const planned = planner.planned[graph.indexOf.get(name) ?? -1];
    const last = exactly ? undefined : state.nodes.find((node) => node.name === name)?.outputs;
    const output = (planned?.outputs ?? last)?.['table'];
    const table =
      output === undefined
        ? undefined
        : (JSON.parse(readFileSync(workspace.store.blobPath(output.digest), 'utf8')) as Table);
    if (table?.columns === undefined) {
      throw new ProuieError(
        'PROUIE_TABLE_NOT_MADE',
        `Table ${id} of the profile "${workspace.profile}" has not been made${exactly ? ' with these settings' : ' yet'}.`,
        { hint: `Make it with \`prouie run ${name}\` and the same flags.` },
      );
    }
    if (planned?.outputs === undefined) old.push(id);
    tables.push(table);
  }
  return { tables, old };
}

interface TableChoice {
  /** A scorer profile; undefined for the one of the run. */
  readonly scorer: string | undefined;
  /** Refuse tables that are not up to date: somebody asked for certain settings. */
  readonly exactly: boolean;
}

/**
 * The node of a table under a scorer profile. Tables that are no scores, and the one of all scorers, are the same under each.
 *
 * @throws ProuieError PROUIE_UNKNOWN_PROFILE
 */
function tableNode({ graph }: Session, id: TableId, scorer: string | undefined): string {
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

function tableId(word: string): TableId {
  const id = word.replace(/^table[-/ ]?/i, '');
  if ((TABLE_IDS as readonly string[]).includes(id)) return id as TableId;
  throw new ProuieError('PROUIE_TABLE_UNKNOWN', `There is no table "${word}".`, {
    hint: figureHint(word) ?? didYouMean(id, TABLE_IDS) ?? `Known tables: ${TABLE_IDS.join(', ')}.`,
  });
}
