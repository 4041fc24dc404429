import { type ChildProcess, fork } from 'node:child_process';
import type { Resources } from '../../graph/node.ts';
import type { Exit, Failure } from '../attempt/attempt.ts';
import { nodeEnvironment, secretValues } from '../attempt/environment.ts';
import { failedExit, INTERRUPTED } from '../attempt/failed-exit.ts';
import { appendLog } from '../attempt/log-file.ts';
import type { WorkerReply, WorkerRequest } from '../attempt/worker.ts';
import type { Executor, Job } from './executor.ts';

export interface PoolOptions {
  readonly slots: number;
  /** The worker's module. */
  readonly worker: string;
  /** What the workers have for an environment; what is listed of this process's where left out. */
  readonly environment?: NodeJS.ProcessEnv;
  /** A worker that holds more than this is replaced after its node, bytes. */
  readonly memoryLimit?: number;
  /** A new process for every node. */
  readonly isolate?: boolean;
}

const MEMORY_LIMIT = 1.5 * 1024 ** 3;
/** Between asking a process group to end and ending it. */
const GRACE_MILLISECONDS = 2_000;

/**
 * Long-lived worker processes, one a slot, so that a small node costs milliseconds. Each leads a process group of its
 * own; a crash or a kill fails the node it was at, and the slot gets a new worker.
 */
export class PoolExecutor implements Executor {
  readonly slots: readonly [number];
  readonly attaches = false;
  readonly #options: PoolOptions;
  readonly #idle: Worker[] = [];
  readonly #busy = new Set<Worker>();
  #aborted = false;

  constructor(options: PoolOptions) {
    this.slots = [options.slots];
    this.#options = options;
  }

  laneOf(_resources: Resources): number {
    return 0;
  }

  isWorthRetrying(): boolean {
    return false;
  }

  async run(job: Job): Promise<Exit> {
    if (this.#aborted) return failedExit(job.folder, INTERRUPTED);
    const worker = this.#takeIdle() ?? new Worker(this.#options);
    this.#busy.add(worker);
    const exit = await worker.run(job);
    this.#busy.delete(worker);
    const tooLarge = exit.memory > (this.#options.memoryLimit ?? MEMORY_LIMIT);
    if (worker.isDead || tooLarge || this.#options.isolate || this.#aborted) worker.end();
    else this.#idle.push(worker);
    return exit;
  }

  /** A worker that waits for work; one that something killed meanwhile is passed over. */
  #takeIdle(): Worker | undefined {
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop())
      if (!worker.isDead) return worker;
    return undefined;
  }

  abort(): void {
    this.#aborted = true;
    for (const worker of this.#busy) worker.interrupt();
  }

  leave(): void {
    this.abort();
  }

  async close(): Promise<void> {
    for (const worker of [...this.#idle, ...this.#busy]) worker.end();
    this.#idle.length = 0;
  }
}

/** Seconds that a node may take: here one process does all its shards, each of which has the time that is named. */
function timeLimit({ time, shards = 1 }: Resources): number | undefined {
  return time === undefined ? undefined : time * shards;
}

class Worker {
  readonly #child: ChildProcess;
  readonly #secrets = secretValues(process.env);
  #job: Job | undefined;
  #finish: ((exit: Exit) => void) | undefined;
  #stopReason: Failure | undefined;
  isDead = false;

  constructor({ environment = nodeEnvironment(process.env), worker }: PoolOptions) {
    this.#child = fork(worker, [], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: environment,
      serialization: 'json',
    });
    for (const stream of [this.#child.stdout!, this.#child.stderr!])
      stream.setEncoding('utf8').on('data', (chunk: string) => this.#log(chunk));
    this.#child.on('message', (reply: WorkerReply) => this.#receive(reply));
    this.#child.on('error', (cause) => this.#died(cause.message));
    this.#child.on('exit', (code, signal) =>
      this.#died(signal === null ? `exit code ${code}` : `signal ${signal}`),
    );
  }

  run(job: Job): Promise<Exit> {
    this.#job = job;
    this.#stopReason = undefined;
    const limit = timeLimit(job.resources);
    const timer =
      limit === undefined
        ? undefined
        : setTimeout(() => {
            this.#stopReason = {
              code: 'PROUIE_TIME_LIMIT',
              message: `The node ran longer than its limit of ${limit} s and was stopped.`,
              hint: 'Raise `resources.time` of the node, or find out why it hangs: see its log.',
            };
            this.#stop();
          }, limit * 1000);
    return new Promise<Exit>((resolve) => {
      this.#finish = (exit) => {
        clearTimeout(timer);
        this.#job = undefined;
        this.#finish = undefined;
        resolve(exit);
      };
      if (this.isDead) this.#died('an early end');
      else this.#send({ type: 'execute', folder: job.folder });
    });
  }

  interrupt(): void {
    this.#stopReason = INTERRUPTED;
    this.#stop();
  }

  /** Lets the process go. */
  end(): void {
    if (!this.isDead) this.#signal('SIGKILL');
    this.#child.removeAllListeners('message');
    if (this.#child.connected) this.#child.disconnect();
    this.#child.unref();
  }

  #stop(): void {
    this.#send({ type: 'abort' });
    this.#signal('SIGTERM');
    setTimeout(() => this.#signal('SIGKILL'), GRACE_MILLISECONDS).unref();
  }

  #send(request: WorkerRequest): void {
    // A worker that is gone is reported by its exit event.
    if (this.#child.connected) this.#child.send(request, () => undefined);
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
    }
  }

  #receive(reply: WorkerReply): void {
    if (reply.type === 'progress') this.#job?.onProgress(reply.done, reply.total);
    else this.#finish?.(this.#judge(reply.exit));
  }

  /** A node that was stopped failed for that reason, whatever the end looked like from inside. */
  #judge(exit: Exit): Exit {
    if (exit.ok || this.#stopReason === undefined || this.#job === undefined) return exit;
    return failedExit(this.#job.folder, this.#stopReason);
  }

  #died(how: string): void {
    this.isDead = true;
    const job = this.#job;
    if (job === undefined || this.#finish === undefined) return;
    // What the node started must not outlive it.
    this.#signal('SIGKILL');
    const failure = this.#stopReason ?? {
      code: 'PROUIE_WORKER_DIED',
      message: `The worker process of this node ended (${how}) before the node did.`,
      hint: how.includes('SIGKILL')
        ? 'SIGKILL often means that memory ran out: see `dmesg`, or lower --jobs.'
        : 'Its last words are in the log: `prouie logs NODE`.',
    };
    this.#finish(failedExit(job.folder, failure));
  }

  #log(chunk: string): void {
    if (this.#job === undefined) return;
    try {
      appendLog(this.#job.folder, chunk, this.#secrets);
    } catch {
      // A full disk must not end the run from here: the writes of the node itself report it.
      return;
    }
  }
}
