import { isProuieError } from '../../errors.ts';
import type { Executor } from '../executors/executor.ts';
import { watchEndRequest } from './end-request.ts';
import type { Listener } from './events.ts';
import type { Run } from './run.ts';
import type { RunPlace } from './run-record.ts';

export interface InterruptionOptions {
  readonly store: string;
  readonly name: string;
  readonly place: RunPlace;
  readonly run: Pick<Run, 'stop'>;
  readonly executor: Pick<Executor, 'abort' | 'leave'>;
  readonly listen: Listener;
  readonly onInterrupt: () => void;
}

/** What became of a run that was told to end. */
export interface Interruption {
  /** Whether it is to go on in the same place: a cluster ends a job that it begins again later. */
  readonly goesOn: boolean;
  /** Whether it has to ask for that itself, since its time is up. */
  readonly isOutOfTime: boolean;
  release(): void;
}

/**
 * Hears how a run is told to end. The first Ctrl-C starts nothing new, the second stops what runs, and so does a request
 * in the store. Whoever ends the process by SIGTERM wants it gone, not what goes on without it.
 */
export function handleInterruption(options: InterruptionOptions): Interruption {
  const { store, name, place, run, executor, listen, onInterrupt } = options;
  const state = { goesOn: false, isOutOfTime: false };
  const tell = (how: 'finishing' | 'stopping'): void => {
    try {
      listen({ type: 'interrupt', how });
    } catch (cause) {
      // It was shown before it could not be noted; the end of the run meets the same full disk.
      if (!isProuieError(cause)) throw cause;
    }
  };
  const end = (stop: () => void, how: 'finishing' | 'stopping'): void => {
    onInterrupt();
    run.stop();
    stop();
    tell(how);
  };
  const leave = (): void => end(() => executor.leave(), 'stopping');
  const abort = (): void => end(() => executor.abort(), 'stopping');
  let presses = 0;
  const signals: { readonly [signal in NodeJS.Signals]?: () => void } = {
    SIGINT: () => (++presses === 1 ? end(() => undefined, 'finishing') : abort()),
    SIGTERM: () => {
      state.goesOn = place === 'job';
      leave();
    },
    // The window from which it was started may be closed.
    ...(place === 'terminal' ? {} : { SIGHUP: () => undefined }),
    // SLURM tells a job that its time is nearly up.
    ...(place === 'job'
      ? {
          SIGUSR2: () => {
            Object.assign(state, { goesOn: true, isOutOfTime: true });
            leave();
          },
        }
      : {}),
  };
  for (const [signal, handle] of Object.entries(signals)) process.on(signal, handle);
  const endWatch = watchEndRequest(store, name, (how) => {
    state.goesOn = false;
    if (how === 'cancel') abort();
    else leave();
  });
  return {
    get goesOn() {
      return state.goesOn;
    },
    get isOutOfTime() {
      return state.isOutOfTime && state.goesOn;
    },
    release: () => {
      for (const [signal, handle] of Object.entries(signals)) process.off(signal, handle);
      endWatch();
    },
  };
}
