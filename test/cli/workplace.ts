import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, onTestFinished } from 'vitest';
import { Store } from '../../src/store/store.ts';
import { prouie } from '../end-to-end/prouie.ts';
import { prouieHere } from '../end-to-end/prouie-here.ts';

const packageRoot = join(import.meta.dirname, '..', '..');

export const RECIPES = {
  letters: join(packageRoot, 'test', 'recipes', 'letters.ts'),
  wordCount: join(packageRoot, 'examples', 'word-count', 'word-count.ts'),
} as const;

export interface Output {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A place for one test; it is removed when the test ends. */
export function freshWorkplace(recipe?: keyof typeof RECIPES): Workplace {
  const place = new Workplace(recipe);
  onTestFinished(() => place.remove());
  return place;
}

/** A place for the tests of a file or a group, which leave it as it is. */
export function sharedWorkplace(recipe?: keyof typeof RECIPES): Workplace {
  const place = new Workplace(recipe);
  afterAll(() => place.remove());
  return place;
}

/** A folder of its own with a store of its own, where the real `prouie` is called. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'prouie-test-'));
  readonly store = new Store(join(this.folder, 'store'));
  readonly #recipe: string;

  constructor(recipe: keyof typeof RECIPES = 'letters') {
    this.#recipe = RECIPES[recipe];
  }

  /** Calls a command on the recipe's graph. */
  prouie(command: string, ...words: readonly string[]): Promise<Output> {
    return this.bare(command, '--pipeline', this.#recipe, ...words);
  }

  /** Calls a command that knows no pipeline. A run is a process of its own; what only tells is told here. */
  bare(...words: readonly string[]): Promise<Output> {
    const caller = { cwd: this.folder, env: { PROUIE_STORE: this.store.root, NO_COLOR: '1' } };
    return words[0] === 'run' ? prouie(caller, ...words) : prouieHere(caller, ...words);
  }

  /** Calls a command that must end well. @returns what it printed */
  async ok(command: string, ...words: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.prouie(command, ...words);
    if (code !== 0) throw new Error(`prouie ${command} ended with ${code}: ${stderr}`);
    return stdout;
  }

  async json(command: string, ...words: readonly string[]): Promise<Record<string, unknown>> {
    return JSON.parse(await this.ok(command, '--json', ...words)) as Record<string, unknown>;
  }

  /** The status of every node, by name. */
  async statuses(...words: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const { nodes } = (await this.json('status', ...words)) as { nodes: { name: string; status: string }[] };
    return Object.fromEntries(nodes.map(({ name, status }) => [name, status]));
  }

  /** Starts a run whose node `slow` is at work when this returns, until something is written to the pipe. */
  async startSlowRun(): Promise<SlowRun> {
    const fifo = join(this.folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const words = ['run', '--pipeline', this.#recipe, '--set', `fifo=${fifo}`, 'slow'];
    const child = spawn(process.execPath, this.#argv(words), {
      ...this.#options(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    // Opening a pipe to write waits for its reader.
    const pipe = await open(fifo, 'w');
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await pipe.close();
    });
    return new SlowRun(fifo, child, pipe);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #argv(words: readonly string[]): string[] {
    return [join(packageRoot, 'bin', 'prouie.js'), ...words];
  }

  #options() {
    return { cwd: this.folder, env: { ...process.env, PROUIE_STORE: this.store.root, NO_COLOR: '1' } };
  }
}

class SlowRun {
  readonly flags: readonly string[];
  readonly #child: ChildProcessByStdio<null, null, Readable>;
  readonly #pipe: FileHandle;

  constructor(fifo: string, child: ChildProcessByStdio<null, null, Readable>, pipe: FileHandle) {
    this.flags = ['--set', `fifo=${fifo}`];
    this.#child = child;
    this.#pipe = pipe;
  }

  /** Lets the node end. @returns the exit code of the run */
  async finish(): Promise<number | null> {
    const ended = this.#exit();
    await this.#pipe.writeFile('go on');
    await this.#pipe.close();
    return ended;
  }

  /** Ends the run and its workers as a power cut would. */
  async crash(): Promise<void> {
    const workers = execFileSync('ps', ['-o', 'pid=', '--ppid', String(this.#child.pid)], {
      encoding: 'utf8',
    });
    const ended = this.#exit();
    this.#child.kill('SIGKILL');
    for (const worker of workers.split('\n'))
      if (worker.trim() !== '') process.kill(Number(worker), 'SIGKILL');
    await ended;
  }

  #exit(): Promise<number | null> {
    return new Promise((resolve) => this.#child.once('exit', (code) => resolve(code)));
  }
}
