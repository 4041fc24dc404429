import { execa } from 'execa';

/** Seconds that a group has to end itself before it is killed. */
export const GRACE_SECONDS = 10;

/**
 * Ends the group when whoever holds this program's standard input goes away without a word; any line calls it off. A
 * trainer in a group of its own would else outlive a worker that was killed, and write where its successor does.
 */
const GUARD = 'read -r word && exit 0; kill -s TERM -- "-$1"; sleep "$2"; kill -s KILL -- "-$1"';

/** Watches over a process group until it is released. */
export function guardGroup(group: number): { readonly release: () => void } {
  const guard = execa('sh', ['-c', GUARD, 'guard', String(group), String(GRACE_SECONDS)], {
    detached: true,
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    reject: false,
  });
  guard.unref();
  // It may have ended before the word came; then there is nothing left to call off.
  guard.stdin.on('error', () => guard.stdin.destroy());
  return { release: () => void guard.stdin.end('done\n') };
}

/** Sends a signal to every process of a group. @returns false where none is left */
export function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-group, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw cause;
  }
}
