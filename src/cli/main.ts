import { join } from 'node:path';
import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { addedCommandNames, addedCommandSummaries, loadCommandSource } from './added-commands.ts';
import type { CommandModule } from './command-host.ts';
import * as runCommand from './commands/run.ts';
import * as statusCommand from './commands/status.ts';
import { formatError } from './error-text.ts';
import { figureHint } from './figure-hint.ts';
import { EXIT, type Io } from './io.ts';
import { terminalOf } from './terminal.ts';

interface CommandEntry {
  readonly summary: string;
  /** Commands of the runner are compiled in; those of the task layer are loaded from source, so an edit takes effect. */
  readonly load?: () => Promise<CommandModule>;
}

const COMMANDS: { readonly [name: string]: CommandEntry } = {
  init: {
    summary: 'make a folder with a small pipeline of your own',
    load: () => import('./commands/init.ts'),
  },
  run: {
    summary: 'make all that is stale (targets: names, globs, +name, name+)',
    load: async () => runCommand,
  },
  status: {
    summary: 'say what is fresh and what is stale; nothing is run',
    load: async () => statusCommand,
  },
  attach: { summary: 'show a run that goes on elsewhere', load: () => import('./commands/attach.ts') },
  cancel: { summary: 'end a run, wherever it goes on', load: () => import('./commands/cancel.ts') },
  why: { summary: 'say why a node is stale', load: () => import('./commands/why.ts') },
  show: {
    summary: 'show the result of a node, or content by its digest',
    load: () => import('./commands/show.ts'),
  },
  graph: { summary: 'draw the graph: tree, Mermaid, DOT or JSON', load: () => import('./commands/graph.ts') },
  logs: { summary: 'print the log of the last attempt at a node', load: () => import('./commands/logs.ts') },
  accept: {
    summary: 'declare the present result of a node valid',
    load: () => import('./commands/accept.ts'),
  },
  render: {
    summary: 'write the requests that would be handed to trainers',
    load: () => import('./commands/render.ts'),
  },
  tables: { summary: "print Tables 1-9 beside the paper's numbers" },
  audit: { summary: "recompute the paper's own figures, and say where they disagree" },
  assumptions: { summary: 'what the paper leaves open, what is chosen here, and what that changes' },
  sql: { summary: 'ask the results a question in SQL' },
  export: { summary: 'hand results on: DuckDB, Parquet, Arrow, LaTeX, MLflow, TensorBoard' },
  report: { summary: 'write all results as one page that a browser shows, without any network' },
  ui: { summary: 'show the report in a browser here, with the progress of a run' },
  diff: { summary: 'compare two variants, seeds, runs, commits, profiles or stores' },
  errors: { summary: 'what is wrong in the answers: counts by class, and the examples' },
  data: { summary: 'list, import, check and count corpora' },
  encode: { summary: 'examples to instructions and target strings' },
  decode: { summary: 'generated strings to structures' },
  reward: { summary: 'the stepwise fine-grained reward of generated strings' },
  score: { summary: 'F1 of predictions against gold' },
  predict: { summary: 'text and schema in, structure out, from any checkpoint' },
  push: { summary: 'hand results on to a shared store', load: () => import('./commands/push.ts') },
  pull: { summary: 'bring results from a shared store', load: () => import('./commands/pull.ts') },
  engines: { summary: 'what trains and answers: the names that a profile can give its engine' },
  env: { summary: 'make, list and check the Python environments of trainers' },
  gc: {
    summary: 'say what the store can give back, and give it back',
    load: () => import('./commands/gc.ts'),
  },
  verify: {
    summary: 'hash all content again and set aside what is broken',
    load: () => import('./commands/verify.ts'),
  },
  doctor: { summary: 'check this machine and this installation', load: () => import('./commands/doctor.ts') },
  completion: {
    summary: 'print what makes a shell complete commands, flags and names',
    load: () => import('./commands/completion.ts'),
  },
  exec: { summary: 'run one prepared attempt (used by executors)', load: () => import('./commands/exec.ts') },
};

/** Runs the command that the words name. @returns the exit code; never throws */
export async function main(argv: readonly string[], io: Io, packageRoot: string): Promise<number> {
  const debug = argv.includes('--debug');
  const words = argv.filter((word) => word !== '--debug');
  try {
    const [name, ...rest] = words[0] === 'help' && words[1] !== undefined ? [words[1], '--help'] : words;
    if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
      io.stdout.write(overview(await commandSummaries(packageRoot)));
      return EXIT.done;
    }
    if (name === '--version' || name === '-v') {
      const { readFileSync } = await import('node:fs');
      const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
        version: string;
      };
      io.stdout.write(`${version}\n`);
      return EXIT.done;
    }
    const module = await loadCommand(name, packageRoot);
    return await module.run(rest, io, {
      packageRoot,
      commands: () => commandSummaries(packageRoot),
      load: (command) => loadCommand(command, packageRoot),
    });
  } catch (cause) {
    io.stderr.write(formatError(cause, terminalOf(io.stderr, io), debug));
    return EXIT.usage;
  }
}

async function loadCommand(name: string, packageRoot: string): Promise<CommandModule> {
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry?.load !== undefined) return entry.load();
  const known = Object.keys(COMMANDS);
  if (entry === undefined) {
    const added = addedCommandNames(packageRoot, known);
    if (!added.includes(name)) {
      throw new ProuieError('PROUIE_USAGE', `There is no command "${name}".`, {
        hint: figureHint(name) ?? didYouMean(name, [...known, ...added]) ?? 'See `prouie --help`.',
      });
    }
  }
  return loadCommandSource(packageRoot, name);
}

/** Summaries by name: those above, then those of files that were added to the folder of commands. */
async function commandSummaries(packageRoot: string): Promise<ReadonlyMap<string, string>> {
  const known = Object.entries(COMMANDS).map(([name, { summary }]) => [name, summary] as const);
  return new Map([...known, ...(await addedCommandSummaries(packageRoot, Object.keys(COMMANDS)))]);
}

function overview(summaries: ReadonlyMap<string, string>): string {
  const width = Math.max(...Array.from(summaries.keys(), (name) => name.length));
  const rows = Array.from(summaries, ([name, summary]) => `  ${name.padEnd(width)}  ${summary}`);
  return `prouie reproduces the ProUIE paper as a graph of content-hashed steps.\n\nUsage: prouie COMMAND [flags]\n\n${rows.join('\n')}\n\nEach command has a page of its own: prouie COMMAND --help\n`;
}
