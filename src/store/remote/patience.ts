import { ProuieError } from '../../errors.ts';

/**
 * Waits for something that may hang: for so long without a sign of progress, and not longer.
 *
 * @param act is given a signal that is aborted when patience ends, and a call by which it shows progress
 * @throws ProuieError PROUIE_REMOTE_SLOW, also where `act` never ends; or what `parent` was aborted with
 */
export async function within<T>(
  seconds: number,
  place: string,
  parent: AbortSignal,
  act: (signal: AbortSignal, progress: () => void) => Promise<T>,
): Promise<T> {
  parent.throwIfAborted();
  const own = new AbortController();
  const stop = (): void => own.abort(parent.reason);
  parent.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => own.abort(slow(seconds, place)), seconds * 1000);
  const ended = new Promise<never>((_, reject) => {
    own.signal.addEventListener('abort', () => reject(own.signal.reason), { once: true });
  });
  try {
    const work = act(own.signal, () => void timer.refresh());
    // An abort reaches the caller as it was, not as what it did to the work.
    return await Promise.race([ended, work.catch((cause: unknown) => throwFirst(own.signal, cause))]);
  } finally {
    clearTimeout(timer);
    parent.removeEventListener('abort', stop);
  }
}

function throwFirst(signal: AbortSignal, cause: unknown): never {
  signal.throwIfAborted();
  throw cause;
}

function slow(seconds: number, place: string): ProuieError {
  return new ProuieError('PROUIE_REMOTE_SLOW', `The shared store gave no sign for ${seconds} s: ${place}.`, {
    hint: 'Try again later; PROUIE_REMOTE_SECONDS sets how long it is waited for.',
  });
}
