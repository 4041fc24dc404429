import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ProuieError } from '../errors.ts';
import type { CommandModule } from './command-host.ts';

const FOLDER = 'src/cli/commands';

/** The names of the commands that lie in the folder of commands and are not among those that are known. */
export function addedCommandNames(packageRoot: string, known: readonly string[]): readonly string[] {
  return readdirSync(join(packageRoot, FOLDER))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'))
    .filter((name) => !known.includes(name))
    .sort();
}

/**
 * A command from its source, so that an edit takes effect.
 *
 * @throws ProuieError PROUIE_BUNDLE, PROUIE_LOAD, PROUIE_COMMAND_MODULE where the file exports no command
 */
export async function loadCommandSource(packageRoot: string, name: string): Promise<CommandModule> {
  const { BundleStore } = await import('../identity/bundle.ts');
  const file = `${FOLDER}/${name}.ts`;
  const module = await new BundleStore(packageRoot).load(file);
  if (isCommandModule(module)) return module;
  throw new ProuieError('PROUIE_COMMAND_MODULE', `${file} exports no command.`, {
    hint: 'It exports `commandLine`, with `command` and `summary`, and `run`: see docs/extending.md.',
    location: { file: join(packageRoot, file) },
  });
}

function isCommandModule(module: object): module is CommandModule {
  const { commandLine, run } = module as { readonly [part in keyof CommandModule]?: unknown };
  return (
    typeof run === 'function' &&
    typeof commandLine === 'object' &&
    commandLine !== null &&
    'command' in commandLine &&
    'summary' in commandLine &&
    typeof commandLine.summary === 'string'
  );
}

/** Names of added commands with the first line of each one's summary, or with why it cannot be loaded. */
export async function addedCommandSummaries(
  packageRoot: string,
  known: readonly string[],
): Promise<readonly (readonly [name: string, summary: string])[]> {
  const rows: (readonly [string, string])[] = [];
  for (const name of addedCommandNames(packageRoot, known))
    rows.push([name, await summaryOf(packageRoot, name)]);
  return rows;
}

async function summaryOf(packageRoot: string, name: string): Promise<string> {
  try {
    const { commandLine } = await loadCommandSource(packageRoot, name);
    return commandLine.summary.split('\n')[0]!;
  } catch (cause) {
    // One file that is being written must not take the others' list away.
    return `cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
