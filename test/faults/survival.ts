import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { storePaths } from '../../src/store/paths.ts';
import type { Bench } from './bench.ts';
import type { Fault } from './fault-library.ts';
import type { EndedRun } from './run-process.ts';
import { tally } from './tally.ts';

/** What came of faults; no problems where they were survived. */
export interface Survival {
  /** The writes that were disturbed; fewer than faults where a run had no such write. */
  readonly what: readonly string[];
  readonly problems: readonly string[];
}

/** Disturbs one run of the bench after the other on one store, lets the next one finish, and says what came of it. */
export async function survive(bench: Bench, ...faults: readonly Fault[]): Promise<Survival> {
  const folder = bench.folder();
  const reached: string[] = [];
  const problems: string[] = [];
  for (const fault of faults) {
    const ended = await bench.startDisturbed(folder, fault).ended;
    const { what, processes } = bench.library.report(folder);
    if (what !== undefined) reached.push(`${fault.deed} at ${what}`);
    problems.push(
      ...(await processesThatStay(processes)).map((pid) => `the process ${pid} lives on`),
      ...problemsOfEnd(ended, fault, what),
      ...promisesBroken(ended, folder),
      ...bench.inspect(folder),
    );
  }
  problems.push(...(await bench.recover(folder)));
  for (const { deed, lasting } of faults.slice(0, reached.length))
    tally(`${deed}${lasting ? ' from there on' : ''}`, problems.length === 0);
  rmSync(folder, { recursive: true });
  return { what: reached, problems };
}

/** Whatever a run told of as made is in the store, however it ended. */
function promisesBroken({ events }: EndedRun, folder: string): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'finish' && !existsSync(storePaths.record(join(folder, '.prouie'), event.key))
      ? [`${event.node} was told of as made, and is not in the store`]
      : [],
  );
}

/** A run that was disturbed ends, and says what it is that went wrong. */
function problemsOfEnd(ended: EndedRun, { deed, role }: Fault, what: string | undefined): string[] {
  const { code, events, hung, signal, stderr } = ended;
  const problems: string[] = [];
  if (hung) problems.push('the run hung');
  const gone = events.some((event) => event.type === 'fail' && event.failure.code === 'PROUIE_STORE_GONE');
  if (gone || stderr.includes('PROUIE_STORE_GONE')) problems.push('a folder was said to have gone away');
  // A full or broken disk is the store's fault, and not that of the step, unless the step wrote by itself.
  const blamed = events.flatMap((event) =>
    event.type === 'fail' && event.failure.code === 'PROUIE_STEP' ? [event.failure.stack] : [],
  );
  if (blamed.length > 0 && !what?.includes('/files')) problems.push(`a step was blamed: ${blamed.join()}`);
  const killed = what !== undefined && role === 'controller' && (deed === 'kill' || deed === 'tear');
  if (killed !== (signal === 'SIGKILL')) problems.push(`the run ended by ${signal ?? code}`);
  if (/PROUIE_BUG|^\s+at .+\.js:\d+/m.test(stderr)) problems.push(`the run ended in a bug: ${stderr}`);
  return problems;
}

/** Those processes that do not end of themselves within some time. */
async function processesThatStay(processes: readonly number[]): Promise<readonly number[]> {
  const limit = Date.now() + 20_000;
  let living = processes.filter(isAlive);
  while (living.length > 0 && Date.now() < limit) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    living = living.filter(isAlive);
  }
  return living;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process.
    return false;
  }
}
