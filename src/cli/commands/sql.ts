import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Catalog, openCatalog } from '../../catalog/catalog.ts';
import { formatArrow } from '../../catalog/result-arrow.ts';
import { formatCsv, formatJson, formatJsonLines } from '../../catalog/result-text.ts';
import { openStoreSource } from '../../catalog/store-source.ts';
import { replaceFile } from '../../store/files.ts';
import {
  type CommandLine,
  choiceFlag,
  helpPage,
  type ParsedArguments,
  parseCommandLine,
  usageError,
} from '../arguments.ts';
import { EXIT, type Io, type RunCommand } from '../io.ts';
import { formatTable } from '../result-table.ts';
import { storeFolder } from '../store-flag.ts';

const FORMATS = ['table', 'csv', 'json', 'jsonl', 'parquet', 'arrow'] as const;
type Format = (typeof FORMATS)[number];

export const commandLine = {
  command: 'sql',
  operands: '[QUERY]',
  summary:
    'Answers a query over all results, in the SQL of DuckDB; reads it from standard input where QUERY is - or left out.',
  flags: {
    format: {
      value: 'FORMAT',
      description: `${FORMATS.join(', ')} (default: table on a terminal, else csv)`,
    },
    json: { description: 'the same as --format json' },
    out: { value: 'FILE', short: 'o', description: 'write the result to FILE' },
    profile: { value: 'NAME', description: 'whose results: quick (default), laptop, paper, or * for all' },
    pipeline: { value: 'FILE', description: 'the pipeline, by file or name (default: pipelines/prouie.ts)' },
    store: { value: 'DIR', description: 'the store (default: PROUIE_STORE, else .prouie)' },
  },
  operandCount: [0, 1],
} as const satisfies CommandLine;

export const run: RunCommand = async (argv, io) => {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const out = args.value('out');
  const format = chooseFormat(args, io);
  const source = openStoreSource(storeFolder(args, io), {
    pipeline: basename(args.value('pipeline') ?? 'prouie').replace(/\.[cm]?[jt]s$/, ''),
    profile: args.value('profile') ?? 'quick',
  });
  const query = await readQuery(args.operands[0], io);
  const catalog = await openCatalog(source);
  try {
    const result = await answer(catalog, query, format);
    for (const warning of catalog.warnings) io.stderr.write(`warning: ${warning}\n`);
    if (out === undefined) await writeOut(result, io);
    else
      replaceFile(join(resolve(io.cwd, out)), Buffer.concat([...result].map((piece) => Buffer.from(piece))));
  } finally {
    catalog.close();
  }
  return EXIT.done;
};

function chooseFormat(args: ParsedArguments, io: Io): Format {
  const onTerminal =
    args.value('out') === undefined && (io.stdout as { readonly isTTY?: boolean }).isTTY === true;
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
  if (operand === undefined && (io.stdin as { readonly isTTY?: boolean }).isTTY === true) {
    throw usageError(
      commandLine.command,
      'There is no query.',
      'Try `prouie sql "SHOW TABLES"`, then `prouie sql "DESCRIBE metrics"`.',
    );
  }
  const query = fromInput ? await text(io.stdin) : operand;
  if (query.trim() === '') throw usageError(commandLine.command, 'The query is empty.');
  return query;
}

async function answer(
  catalog: Catalog,
  query: string,
  format: Format,
): Promise<Iterable<string | Uint8Array>> {
  if (format === 'parquet') return [await catalog.exportParquet(query)];
  const result = await catalog.query(query);
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
