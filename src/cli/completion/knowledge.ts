import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { storeFolder } from '../../runner/pipeline/workspace.ts';
import { openSession } from '../../runner/plan/session.ts';
import { listRunRecords } from '../../runner/run/run-record.ts';
import { type CommandLine, parseCommandLine } from '../arguments.ts';
import type { CommandDirectory, CommandHost } from '../command-host.ts';
import { SIDE_KINDS } from '../diff/side-words.ts';
import type { Io } from '../io.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import type { Knowledge } from './candidates.ts';
import { SHELLS } from './scripts.ts';

/** @param words all that was typed behind `prouie`: its flags say which graph and store are meant */
export async function knowledgeOf(
  words: readonly string[],
  io: Io,
  host: CommandHost & CommandDirectory,
): Promise<Knowledge> {
  const args = parseCommandLine(
    { command: 'completion', summary: '', flags: GRAPH_FLAGS },
    graphWords(words),
  );
  const workspace = () => workspaceFrom(args, io, host.packageRoot);
  const nodes = async () => (await openSession(workspace())).graph.nodes;
  const tagged = async (tag: string): Promise<string[]> => [
    ...new Set((await nodes()).flatMap(({ tags }) => (tags[tag] === undefined ? [] : [String(tags[tag])]))),
  ];
  const names = async (): Promise<string[]> => (await nodes()).map(({ name }) => name);
  const profiles = (): string[] =>
    readdirSync(join(dirname(workspace().pipelineFile), 'profiles')).map((name) => basename(name, '.yaml'));
  const sources: { readonly [kind: string]: () => readonly string[] | Promise<readonly string[]> } = {
    TARGET: names,
    NODE: names,
    TABLE: () => tagged('table'),
    RUN: () => listRunRecords(storeFolder(io.cwd, io.env, args.value('store'))),
    SHELL: () => SHELLS,
    A: async () => [...(await tagged('variant')), ...profiles(), ...SIDE_KINDS.map((kind) => `${kind}:`)],
    VARIANT: () => tagged('variant'),
    DATASET: () => tagged('dataset'),
    '--dataset': () => tagged('dataset'),
    '--variant': () => tagged('variant'),
    '--profile': profiles,
  };
  return {
    commands: await host.commands(),
    lines: (name) => linesOf(name, host),
    values: async (kind) => {
      try {
        return Object.hasOwn(sources, kind) ? await sources[kind]!() : [];
      } catch {
        // A word is being typed: a pipeline or a store that cannot be read is told of when the command runs.
        return [];
      }
    },
  };
}

async function linesOf(
  name: string,
  host: CommandHost & CommandDirectory,
): Promise<readonly CommandLine[] | undefined> {
  if (!(await host.commands()).has(name)) return undefined;
  const { commandLine, commandLines = [] } = await host.load(name);
  return [commandLine, ...commandLines];
}

/** Those of the words that say which graph is meant, with their values. */
function graphWords(words: readonly string[]): string[] {
  return words.slice(0, -1).flatMap((word, index) => {
    const [flag] = word.split('=', 1);
    if (!flag!.startsWith('--') || !Object.hasOwn(GRAPH_FLAGS, flag!.slice(2))) return [];
    if (word.includes('=')) return [word];
    const value = words[index + 1];
    return value === undefined || index + 1 === words.length - 1 ? [] : [word, value];
  });
}
