import type { Exit } from './attempt.ts';
import { executeAttempt, StepMemory } from './execute.ts';

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
  let controller = new AbortController();
  process.on('disconnect', () => process.exit(1));
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
      send({ type: 'progress', done, total });
    };
    void executeAttempt(request.folder, { signal: controller.signal, onProgress, memory }).then((exit) =>
      send({ type: 'exit', exit }),
    );
  });
}

function send(reply: WorkerReply): void {
  process.send?.(reply);
}
