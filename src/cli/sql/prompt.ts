import { createInterface, type Interface } from 'node:readline';
import type { Catalog } from '../../catalog/catalog.ts';
import type { NamedQuery } from '../../catalog/named-query.ts';
import { RELATION_NAMES, type RelationName } from '../../catalog/relations.ts';
import { hasStatement, isStatementEnded } from '../../catalog/sql-tokens.ts';
import { formatError } from '../error-text.ts';
import type { Io } from '../io.ts';
import { formatTable } from '../result-table.ts';
import { type Terminal, terminalOf } from '../terminal.ts';
import { completeLine } from './completion.ts';
import { DOT_COMMANDS, runDotCommand } from './dot-commands.ts';
import { HISTORY_LINES, historyFile, readHistory, writeHistory } from './prompt-history.ts';
import { chooseQuery } from './query-choice.ts';

const FIRST = 'prouie> ';
const FURTHER = '   ...> ';

export interface PromptSubject {
  readonly catalog: Catalog;
  readonly queries: () => readonly NamedQuery[];
  /** Where the results are from, for the greeting. */
  readonly about: string;
}

/**
 * Asks for queries until the input ends or `.exit` is typed. A statement may have several lines and is ended by a
 * semicolon; Ctrl-C drops it, or ends the query that is being answered; an error is shown and ends nothing.
 */
export async function runPrompt(subject: PromptSubject, io: Io): Promise<void> {
  const prompt = new Prompt(subject, io);
  await prompt.run();
}

/** One session at the terminal: what was typed of a statement so far, and whether one is being answered. */
class Prompt {
  readonly #subject: PromptSubject;
  readonly #io: Io;
  readonly #terminal: Terminal;
  readonly #lines: Interface;
  readonly #historyFile: string | undefined;
  /** Newest first; the terminal's own list, which it reads too. */
  #history: string[] = [];
  #typed: string[] = [];
  #isAnswering = false;
  #warned = 0;

  constructor(subject: PromptSubject, io: Io) {
    this.#subject = subject;
    this.#io = io;
    this.#terminal = terminalOf(io.stderr, io);
    this.#historyFile = historyFile(io.env);
    this.#history = readHistory(this.#historyFile);
    this.#lines = createInterface({
      input: io.stdin,
      output: io.stdout,
      terminal: true,
      prompt: FIRST,
      history: this.#history,
      historySize: HISTORY_LINES,
      removeHistoryDuplicates: true,
      completer: (line: string) => this.#complete(line),
    });
    this.#lines.on('history', (history) => {
      this.#history = history;
    });
    this.#lines.on('SIGINT', () => this.#drop());
  }

  async run(): Promise<void> {
    this.#io.stdout.write(
      `${this.#subject.about} A query ends in ";". \`.help\` says what else there is, \`.exit\` leaves.\n`,
    );
    this.#lines.prompt();
    for await (const line of this.#lines) {
      if (await this.#take(line)) break;
      this.#lines.setPrompt(this.#typed.length === 0 ? FIRST : FURTHER);
      this.#lines.prompt();
    }
    this.#lines.close();
  }

  /** @returns whether the session is over */
  async #take(line: string): Promise<boolean> {
    const first = this.#typed.length === 0;
    const word = line.trim();
    if (first && word === '') return false;
    if (first && /^\.(?:exit|quit)\b/.test(word)) return true;
    if (first && (word.startsWith('.') || word.startsWith('@'))) {
      await this.#answer(() => this.#command(word));
      return false;
    }
    this.#typed.push(line);
    const statement = this.#typed.join('\n');
    if (!isStatementEnded(statement)) return false;
    this.#remember();
    this.#typed = [];
    if (hasStatement(statement)) await this.#answer(() => this.#query(statement, []));
    return false;
  }

  async #command(line: string): Promise<void> {
    if (line.startsWith('.')) {
      await runDotCommand(line, this.#subject, this.#io.stdout);
      return;
    }
    const [name = '', ...settings] = line.replace(/;\s*$/, '').split(/\s+/);
    await this.#query(name, settings);
  }

  async #query(words: string, settings: readonly string[]): Promise<void> {
    const { catalog, queries } = this.#subject;
    const { sql, parameters, file } = chooseQuery(words, settings, queries);
    const result = await catalog.query(sql, { parameters, ...(file === undefined ? {} : { file }) });
    for (const piece of formatTable(result)) this.#io.stdout.write(piece);
    for (const warning of catalog.warnings.slice(this.#warned))
      this.#io.stderr.write(`warning: ${warning}\n`);
    this.#warned = catalog.warnings.length;
  }

  async #answer(work: () => Promise<void>): Promise<void> {
    this.#isAnswering = true;
    try {
      await work();
    } catch (cause) {
      this.#io.stderr.write(formatError(cause, this.#terminal, false));
    } finally {
      this.#isAnswering = false;
    }
    writeHistory(this.#historyFile, this.#history);
  }

  #drop(): void {
    if (this.#isAnswering) {
      this.#subject.catalog.interrupt();
      return;
    }
    this.#typed = [];
    // The line goes too: what stands left of the cursor, then what stands right of it.
    this.#lines.write(null, { ctrl: true, name: 'e' });
    this.#io.stdout.write('^C\n');
    this.#lines.write(null, { ctrl: true, name: 'u' });
    this.#lines.setPrompt(FIRST);
    this.#lines.prompt();
  }

  /** A statement of several lines comes back as one, unless a comment would swallow its rest. */
  #remember(): void {
    const count = this.#typed.filter((line) => line.trim() !== '').length;
    const statement = this.#typed.join(' ');
    if (count < 2 || statement.includes('--')) return;
    const kept = this.#typed.map((line) => line.trim());
    while (kept.includes(this.#history[0]?.trim() ?? '')) this.#history.shift();
    this.#history.unshift(statement);
  }

  #complete(line: string): [string[], string] {
    const [found, word] = completeLine(this.#typed.join('\n'), line, {
      relations: RELATION_NAMES,
      columnsOf: (relation) => this.#subject.catalog.columnsOf(relation as RelationName),
      commands: DOT_COMMANDS.map(({ name }) => name),
      queries: this.#subject.queries().map(({ name }) => name),
    });
    return [found, word];
  }
}
