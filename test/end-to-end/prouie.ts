import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll } from 'vitest';
import type { Reason } from '../../src/identity/reasons.ts';
import type { NodeStatus } from '../../src/runner/plan/planned-node.ts';
import type { RunEvent, Summary } from '../../src/runner/run/events.ts';

export const packageRoot = fileURLToPath(new URL('../../', import.meta.url));
export const pipelines = join(packageRoot, 'test/end-to-end/pipelines');

/** Where and as whom `prouie` is called. */
export interface Caller {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The installation that is called; that of this repository where left out. */
  readonly installation?: string;
  /** The number of another user and group; only root may call as somebody else. */
  readonly user?: number;
}

/** How a call ended. */
export interface Ended {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A call that is under way. */
export interface Started {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** The next event that fits, also one that was already seen; for `run --json`. */
  event(fits: (event: RunEvent) => boolean): Promise<RunEvent>;
  /** When so many nodes were made; never, where the run makes fewer. */
  finished(count: number): Promise<void>;
}

export async function prouie(caller: Caller, ...words: readonly string[]): Promise<Ended> {
  return endOf(call(caller, words));
}

const children = new Set<ReturnType<typeof call>>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts a call; one that still runs when the tests of the file have ended is killed. */
export function startProuie(caller: Caller, ...words: readonly string[]): Started {
  const child = call(caller, words);
  const seen: RunEvent[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (line.startsWith('{')) seen.push(JSON.parse(line) as RunEvent);
    for (const look of waiting) look();
  });
  const ended = endOf(child);
  children.add(child);
  const seeing = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    event: (fits) =>
      Promise.race([
        seeing(() => seen.find(fits)),
        ended.then(({ stderr }): never => {
          throw new Error(`The run ended before that event.\n${stderr}`);
        }),
      ]),
    finished: async (count) => {
      await seeing(() => seen.filter(({ type }) => type === 'finish')[count - 1]);
    },
  };
}

function call({ cwd, env, installation = packageRoot, user }: Caller, words: readonly string[]) {
  return execa(process.execPath, [join(installation, 'bin/prouie.js'), ...words], {
    cwd,
    env: {
      PROUIE_STORE: undefined,
      PROUIE_REMOTE: undefined,
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
      ...env,
    },
    stdin: 'ignore',
    ...(user === undefined ? {} : { uid: user, gid: user }),
    reject: false,
    stripFinalNewline: false,
  });
}

async function endOf(child: ReturnType<typeof call>): Promise<Ended> {
  const { exitCode, signal, stdout, stderr } = await child;
  return { code: exitCode, signal, stdout, stderr };
}

export function eventsOf({ stdout }: Pick<Ended, 'stdout'>): readonly RunEvent[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent);
}

/** A run with its events taken apart. */
export interface Run extends Ended {
  readonly events: readonly RunEvent[];
  /** The last event. */
  readonly summary: Summary;
  /** The nodes that were made, in order. */
  readonly made: readonly string[];
}

export async function run(caller: Caller, ...words: readonly string[]): Promise<Run> {
  return asRun(await prouie(caller, 'run', '--json', ...words));
}

export function asRun(ended: Ended): Run {
  const events = eventsOf(ended);
  const summary = events.at(-1);
  if (summary?.type !== 'summary') throw new Error(`The run gave no summary.\n${ended.stderr}`);
  const made = events.flatMap((event) => (event.type === 'finish' ? [event.node] : []));
  return { ...ended, events, summary, made };
}

/** A node as `status --json` and `run --dry-run --json` tell of it. */
export interface ToldNode {
  readonly name: string;
  readonly status: NodeStatus;
  readonly reasons: readonly Reason[];
}

export async function status(
  caller: Caller,
  ...words: readonly string[]
): Promise<ReadonlyMap<string, ToldNode>> {
  return toldNodes(await prouie(caller, 'status', '--json', ...words));
}

/** What `status --json` printed, by the names of the nodes. */
export function toldNodes({ stdout, stderr }: Ended): ReadonlyMap<string, ToldNode> {
  if (stdout === '') throw new Error(`There is no status.\n${stderr}`);
  const { nodes } = JSON.parse(stdout) as { readonly nodes: readonly ToldNode[] };
  return new Map(nodes.map((node) => [node.name, node]));
}

/** The names of the nodes with a status. */
export function namesWith(nodes: ReadonlyMap<string, ToldNode>, wanted: NodeStatus): string[] {
  return [...nodes.values()].flatMap(({ name, status: found }) => (found === wanted ? [name] : []));
}
