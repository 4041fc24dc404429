import type { Exit } from './attempt.ts';
import { executeAttempt } from './execute.ts';
import { StepMemory } from './step-memory.ts';

/** What the controller sends. */
export type WorkerRequest =
  | { readonly type: 'execute'; readonly folder: string }
  | { readonly type: 'abort' };

/** What a worker sends back. */
export type WorkerReply =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'exit'; readonly exit: Exit };

const PROGRESS_MILLISECONDS = 100;

/** Serves attempts one after the other until the controller goes away. */
export function serveAttempts(): void {
  const memory = new StepMemory();
  const controllerPid = process.ppid;
  let controller = new AbortController();
  process.on('disconnect', endGroup);
  // The controller decides what Ctrl-C means.
  process.on('SIGINT', () => undefined);
  process.on('message', (request: WorkerRequest) => {
    if (request.type === 'abort') {
      controller.abort();
      return;
    }
    controller = new AbortController();
    let last = 0;
    const onProgress = (done: number, total: number): void => {
      const now = performance.now();
      if (now - last < PROGRESS_MILLISECONDS && done < total) return;
      last = now;
      // A step that never yields would not hear that the controller is gone.
      if (process.ppid !== controllerPid) endGroup();
      send({ type: 'progress', done, total });
    };
    void executeAttempt(request.folder, { signal: controller.signal, onProgress, memory }).then((exit) =>
      send({ type: 'exit', exit }),
    );
  });
}

/** Ends this process and all that its node started: the worker leads a process group of its own. */
function endGroup(): never {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
  process.exit(1);
}

function send(reply: WorkerReply): void {
  process.send?.(reply);
}
