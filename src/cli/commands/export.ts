import { join, relative, resolve } from 'node:path';
import { type Catalog, openCatalog } from '../../catalog/catalog.ts';
import { formatCsv } from '../../catalog/result-text.ts';
import { openStore } from '../../runner/pipeline/workspace.ts';
import { openSession } from '../../runner/plan/session.ts';
import { didYouMean } from '../../suggest.ts';
import { TABLE_IDS } from '../../tables/all-tables.ts';
import { type CommandLine, type ParsedArguments, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { countNoun } from '../counted-noun.ts';
import { writeDatabaseFile } from '../export/database-file.ts';
import { replaceExport } from '../export/export-folder.ts';
import { writeMlflow } from '../export/mlflow-folder.ts';
import { type MlflowPlan, mlflowPlan } from '../export/mlflow-plan.ts';
import { writeRelations } from '../export/relations-folder.ts';
import { writeTables } from '../export/tables-folder.ts';
import { writeTensorboard } from '../export/tensorboard-folder.ts';
import { trackedRuns } from '../export/tracked-runs.ts';
import { trainingSettings } from '../export/training-settings.ts';
import { EXIT, type Io } from '../io.ts';
import { printReport } from '../json-report.ts';
import { oldTablesText, readTables, tableNotMade } from '../made-tables.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { type AskedSource, askedSource, SOURCE_FLAGS } from '../sql/asked-source.ts';

const KINDS = ['duckdb', 'parquet', 'arrow', 'csv', 'latex', 'markdown', 'mlflow', 'tensorboard'] as const;
type Kind = (typeof KINDS)[number];

export const commandLine = {
  command: 'export',
  operands: 'KIND PATH',
  summary: [
    'Hands results on to other tools. KIND is',
    '  duckdb FILE                     all relations of `prouie sql` as tables of one DuckDB database',
    '  parquet DIR, arrow DIR          all relations, a file each',
    '  csv DIR, latex DIR, markdown DIR  the tables, a file each; LaTeX with macros for running text',
    '  mlflow DIR                      variants and seeds as runs of MLflow, with parameters, curves and scores',
    '  tensorboard DIR                 training curves for TensorBoard',
    'An earlier export is replaced; anything else that stands there is left alone.',
  ].join('\n'),
  flags: {
    ...SOURCE_FLAGS,
    data: GRAPH_FLAGS.data,
    set: GRAPH_FLAGS.set,
    scorer: { value: 'NAME', description: 'tables: the scorer profile behind F1' },
    python: {
      value: 'FILE',
      description: 'mlflow: a Python that has MLflow (default PROUIE_PYTHON, else python3)',
    },
    json: { description: 'print what was written as JSON' },
  },
  operandCount: [2, 2],
} as const satisfies CommandLine;

/** What was written: a path, and the files below it where it is a folder. */
interface Written {
  readonly path: string;
  readonly files: readonly string[];
}

export const run = runCommand(
  commandLine,
  async (args, io, { packageRoot }: Pick<CommandHost, 'packageRoot'>) => {
    const kind = kindOf(args.operands[0]!);
    const path = resolve(io.cwd, args.operands[1]!);
    const written = { path, files: await write(kind, path, args, io, packageRoot) };
    if (args.has('json')) printReport(io, { kind, ...written });
    else io.stdout.write(told(written, io));
    return EXIT.done;
  },
);

function told({ path, files }: Written, io: Io): string {
  const inside = relative(io.cwd, path);
  const shown = inside === '' || inside.startsWith('..') ? path : inside;
  return files.length === 0 ? `${shown}\n` : `${shown}: ${countNoun(files.length, 'file')}\n`;
}

function kindOf(word: string): Kind {
  if ((KINDS as readonly string[]).includes(word)) return word as Kind;
  throw usageError(
    'export',
    `There is no export "${word}".`,
    didYouMean(word, KINDS) ?? `There are ${KINDS.join(', ')}.`,
  );
}

async function write(
  kind: Kind,
  path: string,
  args: ParsedArguments,
  io: Io,
  packageRoot: string,
): Promise<readonly string[]> {
  switch (kind) {
    case 'csv':
    case 'latex':
    case 'markdown': {
      const tables = await madeTables(args, io, packageRoot);
      return replaceExport(path, kind, (aside) => writeTables(aside, tables, kind));
    }
    case 'duckdb':
      await withCatalog(args, io, (catalog, asked) => writeDatabaseFile(path, catalog, asked));
      return [];
    case 'parquet':
    case 'arrow':
      return withCatalog(args, io, (catalog) =>
        replaceExport(path, kind, (aside) => writeRelations(aside, catalog, kind)),
      );
    case 'tensorboard':
      return withCatalog(args, io, async (catalog, asked) => {
        const runs = await runsOf(catalog, asked);
        return replaceExport(path, kind, (aside) => writeTensorboard(aside, runs));
      });
    case 'mlflow':
      return withCatalog(args, io, async (catalog, asked) => {
        const plan = await planOf(catalog, asked);
        const python = args.value('python') ?? (io.env['PROUIE_PYTHON'] || 'python3');
        const program = join(packageRoot, 'src/cli/export/mlflow_export.py');
        return replaceExport(path, kind, (aside) =>
          writeMlflow(aside, plan, { python, program, place: path }),
        );
      });
  }
}

async function withCatalog<T>(
  args: ParsedArguments,
  io: Io,
  use: (catalog: Catalog, asked: AskedSource) => Promise<T>,
): Promise<T> {
  const wrong = ['scorer', 'set', 'data'].find((flag) => args.has(flag));
  if (wrong !== undefined)
    throw usageError('export', `--${wrong} is about tables: csv, latex and markdown take it.`);
  const asked = askedSource(args, io);
  const catalog = await openCatalog(asked.source);
  try {
    const done = await use(catalog, asked);
    for (const warning of catalog.warnings) io.stderr.write(`warning: ${warning}\n`);
    return done;
  } finally {
    catalog.close();
  }
}

/** The tables that have been made; those that have not are told. */
async function madeTables(args: ParsedArguments, io: Io, packageRoot: string) {
  if (args.has('run'))
    throw usageError('export', '--run is about relations: tables are exported as last made.');
  const session = await openSession(workspaceFrom(args, io, packageRoot));
  const exactly = args.has('set') || args.has('data');
  const { profile } = session.workspace;
  const { tables, old, missing } = readTables(session, TABLE_IDS, { scorer: args.value('scorer'), exactly });
  if (tables.length === 0 && missing[0] !== undefined) throw tableNotMade(missing[0], profile, exactly);
  if (missing.length > 0)
    io.stderr.write(`Not made: table ${missing.map(({ id }) => id).join(', ')}; left out.\n`);
  if (old.length > 0) io.stderr.write(oldTablesText(old));
  return tables;
}

function runsOf(catalog: Catalog, { root, profile }: AskedSource): ReturnType<typeof trackedRuns> {
  if (profile === '*')
    throw usageError('export', 'Runs of several profiles do not go into one export.', 'Give --profile NAME.');
  const store = openStore(root);
  return trackedRuns(catalog, (key) => trainingSettings(store, key));
}

async function planOf(catalog: Catalog, asked: AskedSource): Promise<MlflowPlan> {
  const runs = await runsOf(catalog, asked);
  const cells = [...formatCsv(await catalog.query('FROM cells'))].join('');
  const { pipeline, profile, run: asOf } = asked;
  const tags = {
    'prouie.pipeline': pipeline,
    'prouie.profile': profile,
    ...(asOf === undefined ? {} : { 'prouie.run': asOf }),
  };
  return mlflowPlan(runs, { experiment: `${pipeline} ${profile}`, tags, cells });
}
