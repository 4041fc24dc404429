import { rmSync } from 'node:fs';
import type { Bench } from './bench.ts';
import type { Fault } from './fault-library.ts';
import type { EndedRun } from './run-process.ts';
import { tally } from './tally.ts';

/** What came of a fault; no problems where it was survived. */
export interface Survival {
  /** The write that was disturbed; undefined where the run had no such write. */
  readonly what: string | undefined;
  readonly problems: readonly string[];
}

/** Disturbs a run of the bench, lets the next one finish, and says what came of it. */
export async function survive(bench: Bench, fault: Fault): Promise<Survival> {
  const folder = bench.folder();
  const ended = await bench.startDisturbed(folder, fault).ended;
  const { what, processes } = bench.library.report(folder);
  const problems = [
    ...(await processesThatStay(processes)).map((pid) => `the process ${pid} lives on`),
    ...problemsOfEnd(ended, fault, what !== undefined),
    ...bench.inspect(folder),
    ...(await bench.recover(folder)),
  ];
  if (what !== undefined)
    tally(`${fault.deed}${fault.lasting ? ' from there on' : ''}`, problems.length === 0);
  rmSync(folder, { recursive: true });
  return { what, problems };
}

/** A run that was disturbed ends, and says what it is that went wrong. */
function problemsOfEnd(ended: EndedRun, { deed, role }: Fault, reached: boolean): string[] {
  const { code, hung, signal, stderr } = ended;
  const problems: string[] = [];
  if (hung) problems.push('the run hung');
  // A full or broken disk is the store's fault, and not that of the step.
  const blamed = ended.events.flatMap((event) =>
    event.type === 'fail' && event.failure.code === 'PROUIE_STEP' ? [event.failure.stack] : [],
  );
  if (blamed.length > 0) problems.push(`a step was blamed: ${blamed.join()}`);
  const killed = reached && role === 'controller' && (deed === 'kill' || deed === 'tear');
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
