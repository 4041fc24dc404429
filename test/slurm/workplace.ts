import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll } from 'vitest';
import type { Failure } from '../../src/runner/attempt/attempt.ts';
import { type Gate, openGate } from '../end-to-end/gate.ts';
import { type Caller, type Run, type Started, startProuie } from '../end-to-end/prouie.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';

const cluster = fileURLToPath(new URL('cluster', import.meta.url));
const pipeline = fileURLToPath(new URL('pipelines/nodes.ts', import.meta.url));

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    // Not there, or not for us.
    return false;
  }
}

function isInstalled(program: string): boolean {
  const folders = `${process.env['PATH']}${delimiter}/usr/sbin`.split(delimiter);
  return folders.some((folder) => allows(join(folder, program), constants.X_OK));
}

/** Whether a cluster can be started here: Debian's slurm-wlm and munge, and the right to make device nodes. */
export const hasSlurm =
  process.getuid?.() === 0 && ['sbatch', 'slurmctld', 'slurmd', 'munged'].every(isInstalled);
export const hasAccounting = hasSlurm && ['slurmdbd', 'mariadbd'].every(isInstalled);

/** Whether SLURM can hold jobs to their memory here: control groups of version 1 that may be written. */
export const hasMemoryControl = hasSlurm && allows('/sys/fs/cgroup/memory/cgroup.procs', constants.W_OK);

/** What the titles of tests say that cannot run here. */
export const needsSlurm = hasSlurm ? '' : ' (needs SLURM)';

export interface Cluster {
  /** Where its files are. */
  readonly folder: string;
  readonly env: { readonly SLURM_CONF: string; readonly PATH: string };
  /** Calls a program of SLURM. @returns what it printed, without the last line's end */
  call(program: string, ...words: readonly string[]): Promise<string>;
  /** `kill slurmctld`, `boot slurmctld` … */
  daemon(what: 'kill' | 'boot', name: 'slurmctld' | 'slurmd' | 'slurmdbd'): Promise<void>;
}

const clusters: string[] = [];

afterAll(async () => {
  for (const folder of clusters) await execa(cluster, ['stop', folder]);
});

export interface ClusterSettings {
  readonly accounting?: boolean;
  /** A cluster whose accounting it shares. */
  readonly beside?: Pick<Cluster, 'folder'>;
  /** What it has besides: folders of `configurations/`. */
  readonly with?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a cluster that is stopped after the tests of the file, and also when they crash. */
export async function startCluster(settings: ClusterSettings = {}): Promise<Cluster> {
  const folder = temporaryFolder();
  const env = { SLURM_CONF: join(folder, 'slurm.conf'), PATH: talliedPath() };
  clusters.push(folder);
  const words = [
    ...['--owner', String(process.pid)],
    ...(settings.accounting ? ['--accounting'] : []),
    ...(settings.beside ? ['--beside', settings.beside.folder] : []),
    ...(settings.with ?? []).flatMap((name) => ['--with', name]),
  ];
  await execa(cluster, ['start', folder, ...words], {
    stdio: 'ignore',
    ...(settings.env && { env: settings.env }),
  });
  return {
    folder,
    env,
    call: async (program, ...rest) => (await execa(program, rest, { env, timeout: 20_000 })).stdout,
    daemon: async (what, name) => {
      await execa(cluster, [what, folder, name], { stdio: 'ignore', timeout: 30_000 });
    },
  };
}

/**
 * PATH with a `squeue` and a `sacct` that also write what they answer to the file that PROUIE_STATES_TALLY names, for
 * the count of states that `npm run test:slurm` prints; PATH as it is without that.
 */
function talliedPath(): string {
  const file = process.env['PROUIE_STATES_TALLY'];
  if (file === undefined) return `${process.env['PATH']}`;
  const script = `set -o pipefail; "$REAL" "$@" | tee --append '${file}'`;
  const { folder } = replaceProgram('squeue', script);
  return replaceProgram('sacct', script).PATH.replace(delimiter, `${delimiter}${folder}${delimiter}`);
}

/** What a test says of a node; see `pipelines/nodes.ts`. */
export type Nodes = Readonly<Record<string, object>>;

/** A place where runs hand their nodes to a cluster. */
export interface Workplace {
  readonly caller: Caller;
  readonly gate: Gate;
  readonly store: string;
  /** The flags that name pipeline, profile and settings. */
  readonly flags: readonly string[];
  run(...words: readonly string[]): Started;
}

export async function openWorkplace(
  { env }: Pick<Cluster, 'env'>,
  nodes: Nodes,
  settings: readonly string[] = [],
  place: {
    readonly env?: Readonly<Record<string, string>>;
    readonly folder?: string;
    /** Who runs it, and owns its folder; root where left out. */
    readonly user?: number;
  } = {},
): Promise<Workplace> {
  const gate = await openGate();
  const cwd = join(temporaryFolder(), place.folder ?? 'work');
  mkdirSync(cwd);
  const { user } = place;
  if (user !== undefined) {
    chmodSync(dirname(cwd), 0o755);
    chownSync(cwd, user, user);
  }
  const caller = { cwd, env: { ...env, ...place.env }, ...(user !== undefined && { user }) };
  const flags = [
    '--pipeline',
    pipeline,
    '--profile',
    'cluster',
    '--set',
    `gate=${gate.path}`,
    '--set',
    `nodes=${JSON.stringify(nodes)}`,
    ...settings.flatMap((setting) => ['--set', setting]),
  ];
  return {
    caller,
    gate,
    store: join(cwd, '.prouie'),
    flags,
    run: (...words) => startProuie(caller, 'run', '--json', ...flags, ...words),
  };
}

/** Names of the jobs that a store handed over, in the order of their names. */
export function jobsOf(store: string): string[] {
  const folder = join(store, 'jobs');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** What the only job of a store was made of. */
export function onlyJob(store: string): {
  readonly name: string;
  readonly folder: string;
  readonly script: string;
} {
  const [name, ...rest] = jobsOf(store);
  if (name === undefined || rest.length > 0)
    throw new Error(`${rest.length + (name === undefined ? 0 : 1)} jobs`);
  const folder = join(store, 'jobs', name);
  return { name, folder, script: readFileSync(join(folder, 'job.sh'), 'utf8') };
}

/**
 * A folder for the front of PATH with a program of ours in place of SLURM's, which it reaches as `$REAL`. `$SELF` is
 * the folder, for what it wants to note.
 */
export function replaceProgram(
  program: string,
  script: string,
): { readonly folder: string; readonly PATH: string } {
  const folder = temporaryFolder();
  const path = join(folder, program);
  writeFileSync(path, `#!/bin/bash\nSELF=${folder}\nREAL=/usr/bin/${program}\n${script}\n`);
  chmodSync(path, 0o755);
  return { folder, PATH: `${folder}${delimiter}${process.env['PATH']}` };
}

/** Ids, states and names of all jobs that the cluster remembers. */
export async function queue({
  call,
}: Pick<Cluster, 'call'>): Promise<
  readonly { readonly id: string; readonly state: string; readonly name: string }[]
> {
  const printed = await call('squeue', '--noheader', '--array', '--states=all', '--format=%i|%T|%j');
  return printed.split('\n').flatMap((line) => {
    const [id, state, name] = line.split('|');
    return id === undefined || state === undefined || name === undefined ? [] : [{ id, state, name }];
  });
}

/** How nodes of a run failed at last, by name. */
export function failuresOf({ events }: Run): Readonly<Record<string, Failure>> {
  return Object.fromEntries(
    events.flatMap((event) => (event.type === 'fail' ? [[event.node, event.failure] as const] : [])),
  );
}

/** The id of a store's only job, as soon as the queue has it. */
export async function idOf(cluster: Pick<Cluster, 'call'>, store: string): Promise<string> {
  return until(async () => {
    const [name] = jobsOf(store);
    return name !== undefined && (await queue(cluster)).find((job) => job.name === name)?.id;
  });
}

/**
 * Lets a job, or a task of an array, that was put back begin at once; SLURM would wait for two minutes.
 *
 * Its machine refuses a second job of this number while the first is being cleared away, and for the rest of that second,
 * which ends the job for good.
 */
export async function beginAgain(cluster: Pick<Cluster, 'call'>, id: string): Promise<void> {
  await until(async () => (await queue(cluster)).find((job) => job.id === id)?.state === 'PENDING');
  const number = /JobId=(\d+)/.exec(await cluster.call('scontrol', 'show', 'job', id))?.[1];
  await until(
    async () => !(await cluster.call('ps', '-eo', 'args')).includes(`slurmstepd: [${number}.batch]`),
  );
  await delay(1_100);
  await cluster.call('scontrol', 'update', `JobId=${id}`, 'StartTime=now');
}

/** A `squeue` for the front of PATH that also notes what it answers. */
export function noteAnswers(): {
  readonly folder: string;
  readonly PATH: string;
  /** Waits until a run that calls it was told so many times of a job in a state. */
  told(state: string, times?: number): Promise<void>;
} {
  const { PATH, folder } = replaceProgram('squeue', '"$REAL" "$@" | tee --append "$SELF/answers"');
  const answers = join(folder, 'answers');
  return {
    folder,
    PATH,
    told: async (state, times = 1) => {
      await until(
        () => existsSync(answers) && readFileSync(answers, 'utf8').split(`|${state}|`).length > times,
      );
    },
  };
}

/** Waits until a question is answered with something; the test's own limit ends it. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await delay(100);
  }
}
