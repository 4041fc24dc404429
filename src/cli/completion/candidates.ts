import type { CommandLine, Flag } from '../arguments.ts';

/** A word that may stand where the cursor is. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What is known to those who complete, asked only where it is needed. */
export interface Knowledge {
  /** Summaries by name. */
  readonly commands: ReadonlyMap<string, string>;
  /** The command line of a command, with those of its subcommands; undefined for no command. */
  lines(command: string): Promise<readonly CommandLine[] | undefined>;
  /** Values for what help pages call `NODE`, `TABLE`, `RUN` and so on, by that word. */
  values(kind: string): Promise<readonly string[]>;
}

/**
 * What may stand in place of the last word. Nothing is offered where a file is wanted: shells complete these.
 *
 * @param words what was typed behind `prouie`, the word at the cursor last, which may be empty
 */
export async function findCandidates(words: readonly string[], knowledge: Knowledge): Promise<Candidate[]> {
  const current = words.at(-1) ?? '';
  const [name, ...rest] = words.slice(0, -1);
  if (name === undefined) return matching(entries(knowledge.commands), current);
  const lines = await knowledge.lines(name);
  if (lines === undefined) return [];
  const subcommands = lines.slice(1);
  const line = subcommands.find(({ command }) => command === `${name} ${rest[0]}`) ?? lines[0]!;
  if (line === lines[0] && subcommands.length > 0 && rest.length === 0)
    return matching(
      subcommands.map(({ command, summary }) => ({
        value: command.split(' ')[1]!,
        description: firstLine(summary),
      })),
      current,
    );
  const before = rest.at(-1);
  const flag = before?.startsWith('--') === true ? line.flags[before.slice(2)] : undefined;
  if (flag?.value !== undefined) return plain(await flagValues(before!.slice(2), flag, knowledge), current);
  if (current.startsWith('-')) return matching(flagsOf(line), current);
  return plain(await operandValues(line.operands ?? '', knowledge), current);
}

async function flagValues(
  name: string,
  { description }: Flag,
  knowledge: Knowledge,
): Promise<readonly string[]> {
  const known = await knowledge.values(`--${name}`);
  if (known.length > 0) return known;
  // Help pages list the values of a choice: `tree, mermaid, dot, json (default: tree)`.
  const [, list = ''] =
    /^((?:[\w-]+, )+(?:(?:or|and) )?[\w-]+)/.exec(
      description.replace(/ \((default|the default)[^)]*\)/, ''),
    ) ?? [];
  return list === '' ? [] : list.split(/, (?:or |and )?| or /);
}

async function operandValues(operands: string, knowledge: Knowledge): Promise<readonly string[]> {
  const kinds = operands.match(/[A-Z]+/g) ?? [];
  if (kinds.length === 0) return operands.match(/[a-z]+/g) ?? [];
  const lists = await Promise.all([...new Set(kinds)].map((kind) => knowledge.values(kind)));
  return lists.flat();
}

function flagsOf(line: CommandLine): Candidate[] {
  const flags = { ...line.flags, help: { description: 'show this page' } };
  return Object.entries(flags).map(([name, { description }]) => ({ value: `--${name}`, description }));
}

function entries(map: ReadonlyMap<string, string>): Candidate[] {
  return [...map].map(([value, description]) => ({ value, description }));
}

function matching(candidates: readonly Candidate[], current: string): Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(current));
}

/** More names than this are offered part by part. */
const MOST_OFFERED = 60;

/** Names that begin so; where there are many, their beginnings up to the next slash. */
function plain(values: readonly string[], current: string): Candidate[] {
  const all = [...new Set(values)].filter((value) => value.startsWith(current));
  const parts = (): string[] => [
    ...new Set(
      all.map((value) => {
        const slash = value.indexOf('/', current.length);
        return slash === -1 ? value : value.slice(0, slash + 1);
      }),
    ),
  ];
  const offered = all.length > MOST_OFFERED ? parts() : all;
  return offered.map((value) => ({ value, description: '' }));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!;
}
