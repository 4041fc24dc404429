import { run } from '../../src/cli/commands/data.ts';
import { type CommandRun, runCommand } from '../cli/command-run.ts';
import { packageRoot } from './package-cards.ts';

/** Runs `prouie data …` in a folder. */
export function runData(folder: string, ...argv: readonly string[]): Promise<CommandRun> {
  return runCommand((words, io) => run(words, io, { packageRoot }), argv, '', folder);
}
