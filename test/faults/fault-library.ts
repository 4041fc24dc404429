import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What happens at a write: the process dies before it, or in the middle of it, or the call fails. */
export type Deed = 'kill' | 'tear' | 'ENOSPC' | 'EIO' | 'EMFILE' | 'EROFS' | 'EDQUOT';

/** The write that is disturbed. Those of all workers of a run are counted together. */
export interface WritePoint {
  readonly role: 'controller' | 'worker';
  /** From 1. */
  readonly at: number;
}

export interface Fault extends WritePoint {
  readonly deed: Deed;
  /** Whether all writes from there on fail too, as on a disk that stays full. */
  readonly lasting?: boolean;
}

/** What the processes of a run told of the fault. */
export interface FaultReport {
  /** The call that was disturbed and its path; undefined where the run had no such write. */
  readonly what: string | undefined;
  /** The controller and the workers that were started. */
  readonly processes: readonly number[];
}

/** `disturb.c`, compiled; see there. */
export interface FaultLibrary {
  /** What a run is to be started with, so that it is disturbed under a folder. */
  environment(folder: string, fault?: Fault | ClockJump, log?: string): Readonly<Record<string, string>>;
  /** Reads what happened in the run that was started with the last environment for a folder. */
  report(folder: string): FaultReport;
}

/** The clock of the controller or of the workers is wrong from a write on. */
export interface ClockJump extends WritePoint {
  readonly seconds: number;
}

const ROLES = ['controller', 'worker'] as const;
/** `struct state` of disturb.c: four numbers, the processes, and what was disturbed. */
const LAYOUT = { fired: 8, processes: 12, pids: 16, what: 16 + 4 * 256, size: 16 + 4 * 256 + 512 } as const;

export function canCompile(): boolean {
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    // No compiler here.
    return false;
  }
}

/** @param folder where the library lies; must not be one that is disturbed */
export function compileFaultLibrary(folder: string): FaultLibrary {
  const library = join(folder, 'disturb.so');
  const source = fileURLToPath(new URL('disturb.c', import.meta.url));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  const stateFile = (disturbed: string): string =>
    join(folder, `${disturbed.replaceAll(/[^0-9A-Za-z]/g, '_')}.state`);
  return {
    environment(disturbed, fault, log) {
      writeFileSync(stateFile(disturbed), Buffer.alloc(LAYOUT.size));
      const variables = {
        DISTURB_ROOT: disturbed,
        DISTURB_STATE: stateFile(disturbed),
        ...(log === undefined ? {} : { DISTURB_LOG: log }),
        ...(fault === undefined ? {} : variablesOf(fault)),
      };
      return { ...variables, LD_PRELOAD: library, PROUIE_ENVIRONMENT: Object.keys(variables).join(',') };
    },
    report(disturbed) {
      const state = readFileSync(stateFile(disturbed));
      const count = state.readInt32LE(LAYOUT.processes);
      const text = state.toString('utf8', LAYOUT.what, LAYOUT.size);
      return {
        what: state.readInt32LE(LAYOUT.fired) === 0 ? undefined : text.slice(0, text.indexOf('\0')),
        processes: Array.from({ length: count }, (_, at) => state.readInt32LE(LAYOUT.pids + 4 * at)),
      };
    },
  };
}

function variablesOf(fault: Fault | ClockJump): Readonly<Record<string, string>> {
  const point = { DISTURB_ROLE: String(ROLES.indexOf(fault.role)), DISTURB_AT: String(fault.at) };
  if ('seconds' in fault) return { ...point, DISTURB_CLOCK: String(fault.seconds) };
  const { deed, lasting } = fault;
  const number = deed === 'kill' || deed === 'tear' ? deed : String(constants.errno[deed]);
  return { ...point, DISTURB_DO: lasting ? `${number}+` : number };
}
