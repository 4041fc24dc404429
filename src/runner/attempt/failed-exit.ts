import { hostname } from 'node:os';
import { isStoreFailure } from '../../store/files.ts';
import { type Exit, type Failure, writeExit } from './attempt.ts';
import { describeFailure } from './failure.ts';

/** The end of an attempt that could not tell of it itself; it is noted in its folder, too. */
export function failedExit(folder: string, failure: Failure): Exit {
  const exit = unwrittenExit(failure);
  try {
    writeExit(folder, exit);
  } catch (cause) {
    return { ...exit, failure: isStoreFailure(cause) ? describeFailure(cause) : failure };
  }
  return exit;
}

/** The same without a note: what the attempt comes to is still open. */
export function unwrittenExit(failure: Failure): Exit {
  return {
    schemaVersion: 1,
    ok: false,
    failure,
    startedAt: new Date().toISOString(),
    seconds: 0,
    memory: 0,
    host: hostname(),
    versions: { node: process.version },
  };
}

/** The failure of a node that was stopped because its run was. */
export const INTERRUPTED: Failure = {
  code: 'PROUIE_INTERRUPTED',
  message: 'The run was interrupted.',
  hint: 'The next `prouie run` starts this node again.',
};
