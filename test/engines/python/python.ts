import { spawnSync } from 'node:child_process';
import type { PythonPlace } from '../../../src/engines/python/environment.ts';

const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
});

/** The machine's own interpreter; undefined where there is none. */
export const python: string | undefined = status === 0 ? stdout.trim() : undefined;

/** The machine's own interpreter as a place to run programs in. */
export function plainPlace(): PythonPlace {
  return { name: 'sft', container: [], python: python!, programs: undefined };
}
