import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Catalog, openCatalog } from '../../catalog/catalog.ts';
import type { NamedQuery } from '../../catalog/named-query.ts';
import { formatArrow } from '../../catalog/result-arrow.ts';
import { formatCsv, formatJson, formatJsonLines } from '../../catalog/result-text.ts';
import { replaceFile } from '../../store/files.ts';
import { type CommandLine, choiceFlag, type ParsedArguments, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT, type Io } from '../io.ts';
import { formatTable } from '../result-table.ts';
import { askedSource, SOURCE_FLAGS } from '../sql/asked-source.ts';
import { readNamedQueries } from '../sql/named-queries.ts';
import { runPrompt } from '../sql/prompt.ts';
import { type ChosenQuery, chooseQuery } from '../sql/query-choice.ts';
import { formatQueryList } from '../sql/query-list.ts';
import { isTerminal } from '../terminal.ts';

const FORMATS = ['table', 'csv', 'json', 'jsonl', 'parquet', 'arrow'] as const;
type Format = (typeof FORMATS)[number];

export const commandLine = {
  command: 'sql',
  operands: '[QUERY | @NAME]',
  summary:
    'Answers a query over all results, in the SQL of DuckDB. @NAME is the query in queries/NAME.sql, - reads one from standard input;\nwithout a query it asks for them on a terminal.',
  flags: {
    param: { value: 'NAME=VALUE', multiple: true, description: 'a value for $NAME in the query' },
    list: { description: 'print the named queries with their parameters' },
    format: {
      value: 'FORMAT',
      description: `${FORMATS.join(', ')} (default: table on a terminal, else csv)`,
    },
    json: { description: 'the same as --format json' },
    out: { value: 'FILE', short: 'o', description: 'write the result to FILE' },
    ...SOURCE_FLAGS,
  },
  operandCount: [0, 1],
} as const satisfies CommandLine;

export const run = runCommand(
  commandLine,
  async (args, io, { packageRoot }: Pick<CommandHost, 'packageRoot'>) => {
    const queries = (): readonly NamedQuery[] => readNamedQueries(io.cwd, packageRoot);
    if (args.has('list')) {
      const list = queries();
      io.stdout.write(args.has('json') ? `${JSON.stringify(list, null, 2)}\n` : formatQueryList(list));
      return EXIT.done;
    }
    const format = chooseFormat(args, io);
    const { source, profile, run: asOf } = askedSource(args, io);
    const isPrompt = args.operands.length === 0 && isTerminal(io.stdin) && isTerminal(io.stdout);
    const query = isPrompt
      ? undefined
      : chooseQuery(await readQuery(args.operands[0], io), args.values('param'), queries);
    const catalog = await openCatalog(source);
    try {
      if (query === undefined) {
        const whose = profile === '*' ? 'all profiles' : `the profile "${profile}"`;
        const when = asOf === undefined ? '' : ` after the run ${asOf}`;
        await runPrompt({ catalog, queries, about: `The results of ${whose}${when}.` }, io);
      } else await printAnswer(catalog, query, format, args.value('out'), io);
    } finally {
      catalog.close();
    }
    return EXIT.done;
  },
);

async function printAnswer(
  catalog: Catalog,
  query: ChosenQuery,
  format: Format,
  out: string | undefined,
  io: Io,
): Promise<void> {
  const result = await answer(catalog, query, format);
  for (const warning of catalog.warnings) io.stderr.write(`warning: ${warning}\n`);
  if (out === undefined) await writeOut(result, io);
  else replaceFile(resolve(io.cwd, out), Buffer.concat([...result].map((piece) => Buffer.from(piece))));
}

function chooseFormat(args: ParsedArguments, io: Io): Format {
  const onTerminal = args.value('out') === undefined && isTerminal(io.stdout);
  const named = choiceFlag(args, commandLine.command, 'format', FORMATS);
  if (args.has('json') && named !== undefined && named !== 'json') {
    throw usageError(commandLine.command, `--json and --format ${named} do not go together.`);
  }
  const format = named ?? (args.has('json') ? 'json' : onTerminal ? 'table' : 'csv');
  if (onTerminal && (format === 'parquet' || format === 'arrow')) {
    throw usageError(
      commandLine.command,
      `A terminal cannot show ${format}.`,
      'Give --out FILE, or redirect standard output.',
    );
  }
  return format;
}

async function readQuery(operand: string | undefined, io: Io): Promise<string> {
  const fromInput = operand === undefined || operand === '-';
  if (operand === undefined && isTerminal(io.stdin)) {
    throw usageError(
      commandLine.command,
      'There is no query.',
      'Try `prouie sql "SHOW TABLES"`, then `prouie sql "DESCRIBE metrics"`; with a terminal on both sides, `prouie sql` asks.',
    );
  }
  const query = fromInput ? await text(io.stdin) : operand;
  if (query.trim() === '') throw usageError(commandLine.command, 'The query is empty.');
  return query;
}

async function answer(
  catalog: Catalog,
  { sql, parameters, file }: ChosenQuery,
  format: Format,
): Promise<Iterable<string | Uint8Array>> {
  const options = { parameters, ...(file === undefined ? {} : { file }) };
  if (format === 'parquet') return [await catalog.exportParquet(sql, options)];
  const result = await catalog.query(sql, options);
  switch (format) {
    case 'table':
      return formatTable(result);
    case 'csv':
      return formatCsv(result);
    case 'json':
      return formatJson(result);
    case 'jsonl':
      return formatJsonLines(result);
    case 'arrow':
      return [formatArrow(result)];
  }
}

/** A reader that has seen enough (`| head`) ends the output, and that is no failure. */
async function writeOut(pieces: Iterable<string | Uint8Array>, io: Io): Promise<void> {
  try {
    await pipeline(Readable.from(pieces), io.stdout, { end: false });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPIPE') throw cause;
  }
}
