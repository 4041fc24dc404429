import { readFileSync } from 'node:fs';

/** When a living process started, in clock ticks since boot; undefined for a dead one, empty where unknown. */
export function startTicks(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    // No /proc on this system: the process id alone must do.
    return '';
  }
}
