import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import type { PythonPlace } from '../python/environment.ts';
import { freePort } from '../python/free-port.ts';
import { runProgram } from '../python/program.ts';

const SECONDS_TO_START = 180;
/** EasyR1 asks for a processor for itself, for each of two reward workers and for each GPU; without them it waits. */
const PROCESSORS_BESIDE_GPUS = 3;
/** Ray makes sockets in its folder, whose paths may have no more than 107 characters. */
const LONGEST_TEMPORARY_PATH = 30;

type Variables = { readonly [name: string]: string };

interface ClusterSettings {
  readonly gpus: number;
  readonly cwd: string;
  /** What all workers see: they inherit it from Ray, not from the program that asks for them. */
  readonly env: Variables;
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/**
 * Does something on a Ray cluster of its own, on this machine and with free ports. The cluster is a child of this
 * process and ends with the task, however that ends; others on the machine are neither joined nor stopped, as `ray
 * stop` would do.
 *
 * @param task gets the variables that lead programs to the cluster, and a signal that is also given when it dies
 * @throws ProuieError PROUIE_RAY when the cluster does not start, or ends before the task
 */
export async function withRay<Result>(
  place: PythonPlace,
  { gpus, cwd, env, logFile, signal }: ClusterSettings,
  task: (env: Variables, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const [port, clientPort] = [await freePort('127.0.0.1'), await freePort('127.0.0.1')];
  const folder = mkdtempSync(join(tmpdir().length > LONGEST_TEMPORARY_PATH ? '/tmp' : tmpdir(), 'ray-'));
  const variables = { ...env, RAY_TMPDIR: folder, RAY_USAGE_STATS_ENABLED: '0' };
  const over = new AbortController();
  const lost = new AbortController();
  let ready = (): void => undefined;
  const started = new Promise<void>((resolve) => (ready = resolve));
  const ended = runProgram(place, {
    argv: ['ray', 'start', '--head', '--block', ...startFlags({ port, clientPort, gpus, folder })],
    cwd,
    env: variables,
    logFile,
    signal: AbortSignal.any([signal, over.signal]),
    onLine: (line) => {
      if (line.includes('Ray runtime started')) ready();
    },
  }).then(
    () => lost.abort(failure('ended by itself', logFile)),
    (cause: unknown) => lost.abort(failure('ended by itself', logFile, cause)),
  );
  const late = setTimeout(
    () => lost.abort(failure(`did not start within ${SECONDS_TO_START} s`, logFile)),
    SECONDS_TO_START * 1000,
  );
  try {
    await Promise.race([started, aborted(lost.signal)]);
    clearTimeout(late);
    const toCluster = { ...variables, RAY_ADDRESS: `127.0.0.1:${port}` };
    return await task(toCluster, AbortSignal.any([signal, lost.signal]));
  } catch (cause) {
    signal.throwIfAborted();
    throw cause;
  } finally {
    clearTimeout(late);
    over.abort();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

function startFlags(cluster: {
  readonly port: number;
  readonly clientPort: number;
  readonly gpus: number;
  readonly folder: string;
}): readonly string[] {
  return [
    '--disable-usage-stats',
    '--include-dashboard=false',
    '--node-ip-address=127.0.0.1',
    `--port=${cluster.port}`,
    `--ray-client-server-port=${cluster.clientPort}`,
    `--num-gpus=${cluster.gpus}`,
    `--num-cpus=${Math.max(availableParallelism(), cluster.gpus + PROCESSORS_BESIDE_GPUS)}`,
    `--temp-dir=${cluster.folder}`,
  ];
}

/** Rejects with the signal's reason once it is given. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function failure(what: string, file: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_RAY', `The Ray cluster of this run ${what}.`, {
    hint: 'Its log tells why.',
    location: { file },
    cause,
  });
}
