import { parseArgs } from 'node:util';
import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { EXIT, type Io } from './io.ts';

/** A flag of a command. `value` names what follows it (`FILE`); without one the flag is a switch. */
export interface Flag {
  readonly value?: string;
  readonly short?: string;
  readonly multiple?: boolean;
  readonly description: string;
}

export interface CommandLine {
  /** The command's name, for messages. */
  readonly command: string;
  /** What stands behind the name in the usage line, for example `[TARGET...]`. */
  readonly operands?: string;
  readonly summary: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** How many operands are allowed, at least and at most. */
  readonly operandCount?: readonly [least: number, most: number];
}

export interface ParsedArguments {
  /** As they were given. */
  readonly words: readonly string[];
  readonly operands: readonly string[];
  has(flag: string): boolean;
  /** The value of a flag that takes one; the last where it was repeated. */
  value(flag: string): string | undefined;
  values(flag: string): readonly string[];
}

/**
 * Reads the words behind a command's name. A value may begin with a minus when a digit follows (`--clip -1,1`).
 *
 * @throws ProuieError PROUIE_USAGE for an unknown flag (with the nearest known one), a missing value, too many operands
 */
export function parseCommandLine(line: CommandLine, argv: readonly string[]): ParsedArguments {
  const flags: Readonly<Record<string, Flag>> = {
    ...line.flags,
    help: { short: 'h', description: 'show this page' },
  };
  const words = joinNegativeValues(argv, flags);
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      {
        type: flag.value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: true as const,
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  );
  checkKnown(line.command, words, flags);
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: words, options, allowPositionals: true, strict: true }) as typeof parsed;
  } catch (cause) {
    throw usageError(line.command, cause instanceof Error ? cause.message : String(cause), undefined, cause);
  }
  const [least, most] = line.operandCount ?? [0, Number.POSITIVE_INFINITY];
  const found = parsed.positionals.length;
  if (parsed.values['help'] === undefined && (found < least || found > most)) {
    const wanted =
      least === most
        ? `${least}`
        : most === Number.POSITIVE_INFINITY
          ? `at least ${least}`
          : `${least} to ${most}`;
    const noun = (most === Number.POSITIVE_INFINITY ? least : most) === 1 ? 'operand' : 'operands';
    throw usageError(line.command, `\`${line.command}\` takes ${wanted} ${noun}, not ${found}.`);
  }
  const list = (flag: string): readonly string[] => (parsed.values[flag] as string[] | undefined) ?? [];
  return {
    words: argv,
    operands: parsed.positionals,
    has: (flag) => parsed.values[flag] !== undefined,
    value: (flag) => list(flag).at(-1),
    values: list,
  };
}

/** A command's `run`: reads its words and acts on them; `--help` prints its page instead. Throws as `parseCommandLine`. */
export function runCommand<Host extends readonly unknown[]>(
  line: CommandLine,
  act: (args: ParsedArguments, io: Io, ...host: Host) => Promise<number>,
): (argv: readonly string[], io: Io, ...host: Host) => Promise<number> {
  return async (argv, io, ...host) => {
    const args = parseCommandLine(line, argv);
    if (!args.has('help')) return act(args, io, ...host);
    io.stdout.write(helpPage(line));
    return EXIT.done;
  };
}

/** The page that `--help` prints. */
export function helpPage(line: CommandLine): string {
  const flags = Object.entries({
    ...line.flags,
    help: { short: 'h', description: 'show this page' } as Flag,
  });
  const names = flags.map(
    ([name, flag]) => `${flag.short ? `-${flag.short}, ` : ''}--${name}${flag.value ? ` ${flag.value}` : ''}`,
  );
  const width = Math.max(...names.map((name) => name.length));
  const rows = flags.map(([, flag], index) => `  ${names[index]!.padEnd(width)}  ${flag.description}`);
  const usage = ['prouie', line.command, line.operands, '[flags]'].filter(Boolean).join(' ');
  return `${line.summary}\n\nUsage: ${usage}\n\n${rows.join('\n')}\n`;
}

/** The value as a number; `undefined` where the flag was not given. */
export function numberFlag(args: ParsedArguments, command: string, flag: string): number | undefined {
  const text = args.value(flag);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) {
    throw usageError(command, `--${flag} takes a number, not "${text}".`);
  }
  return number;
}

/** The value as a whole number between two; `undefined` where the flag was not given. */
export function wholeNumberFlag(
  args: ParsedArguments,
  command: string,
  flag: string,
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): number | undefined {
  const number = numberFlag(args, command, flag);
  if (number === undefined || (Number.isInteger(number) && number >= least && number <= most)) return number;
  const range = most === Number.POSITIVE_INFINITY ? `from ${least} on` : `from ${least} to ${most}`;
  throw usageError(command, `--${flag} takes a whole number ${range}.`);
}

/** The value as one of a list; `undefined` where the flag was not given. */
export function choiceFlag<T extends string>(
  args: ParsedArguments,
  command: string,
  flag: string,
  choices: readonly T[],
): T | undefined {
  const text = args.value(flag);
  if (text === undefined) return undefined;
  if (!(choices as readonly string[]).includes(text)) {
    const hint = didYouMean(text, choices) ?? `Known values: ${choices.join(', ')}.`;
    throw usageError(command, `--${flag} does not know "${text}".`, hint);
  }
  return text as T;
}

export function usageError(command: string, message: string, hint?: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_USAGE', message, {
    hint: hint ?? `See \`prouie ${command} --help\`.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

function joinNegativeValues(argv: readonly string[], flags: Readonly<Record<string, Flag>>): string[] {
  const words: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    const next = argv[index + 1];
    const takesValue = word.startsWith('--') && flags[word.slice(2)]?.value !== undefined;
    if (takesValue && next !== undefined && /^-[\d.]/.test(next)) {
      words.push(`${word}=${next}`);
      index++;
    } else {
      words.push(word);
    }
  }
  return words;
}

function checkKnown(command: string, words: readonly string[], flags: Readonly<Record<string, Flag>>): void {
  for (const word of words) {
    if (word === '--') return;
    if (!word.startsWith('--')) continue;
    const name = word.slice(2).split('=', 1)[0]!;
    if (!Object.hasOwn(flags, name)) {
      throw usageError(
        command,
        `\`prouie ${command}\` has no flag --${name}.`,
        didYouMean(
          `--${name}`,
          Object.keys(flags).map((flag) => `--${flag}`),
        ),
      );
    }
  }
}
