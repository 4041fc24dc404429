import { BundleStore } from '../../identity/bundle.ts';
import { type CommandLine, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { formatTextTable, leftColumn } from '../text-table.ts';

export const commandLine: CommandLine = {
  command: 'engines',
  summary:
    'Lists what a profile can name as its `engine`: all that trains and answers, and in which group of the profile its settings are.',
  flags: { json: { description: 'as JSON' } },
  operandCount: [0, 0],
};

/** Of `pipelines/recipe-engine.ts`. */
interface ListedEngine {
  readonly summary: string;
  readonly settings: 'shared' | 'languageModel' | 'own';
}

const GROUPS = { shared: 'sft, grpo', languageModel: 'languageModel', own: 'engineOptions' } as const;

export const run = runCommand(commandLine, async (args, io, { packageRoot }: CommandHost) => {
  const { recipeEngines } = (await new BundleStore(packageRoot).load('pipelines/all-engines.ts')) as {
    readonly recipeEngines: Readonly<Record<string, ListedEngine>>;
  };
  const engines = Object.entries(recipeEngines).map(([name, { summary, settings }]) => {
    return { name, settings: GROUPS[settings], summary };
  });
  if (args.has('json')) printReport(io, { engines });
  else {
    const columns = ['engine', 'settings', 'what it is'].map(leftColumn);
    io.stdout.write(
      formatTextTable(
        columns,
        engines.map(({ name, settings, summary }) => [name, settings, summary]),
      ),
    );
  }
  return EXIT.done;
});
