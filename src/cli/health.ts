import { execFileSync } from 'node:child_process';
import { accessSync, constants, linkSync, mkdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatBytes } from './terminal.ts';

/** What one check found, and what to do about it. */
export interface Finding {
  readonly name: string;
  /** `warn`: prouie runs, but something may not; `fail`: it does not run. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly found: string;
  readonly advice: string | null;
}

export interface Place {
  readonly packageRoot: string;
  /** Where the store lies or would lie. */
  readonly store: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const LEAST_NODE = [20, 11] as const;
const LEAST_FREE_BYTES = 200e6;
const GOOD_FREE_BYTES = 5e9;
const GOOD_OPEN_FILES = 1024;
const MOST_CLOCK_SECONDS = 2;

/** Looks at everything that prouie stands on; writes nothing that it does not remove again. */
export async function checkHealth(place: Place): Promise<Finding[]> {
  const folder = existingFolder(place.store);
  return [
    checkNode(),
    ok('platform', `${process.platform}-${process.arch}`),
    ...checkVersions(place.packageRoot),
    await checkModule('esbuild', 'compiles pipelines and steps', async () => {
      const { transform } = await import('esbuild');
      await transform('const one: number = 1', { loader: 'ts' });
    }),
    await checkModule('@duckdb/node-api', 'answers `prouie sql`', async () => {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      await connection.run('SELECT 1');
      connection.closeSync();
      instance.closeSync();
    }),
    await checkModule('apache-arrow', 'writes and reads tables', async () => {
      await import('apache-arrow');
    }),
    checkWritable('store', folder, 'Point PROUIE_STORE (or --store) at a folder that can be written.', checkStoreFolder),
    checkSpace(folder),
    checkWritable('clock', folder, 'See the store above.', checkClock),
    checkWritable('code cache', existingFolder(join(place.packageRoot, 'node_modules', '.cache')), 'Compiled steps are kept there: make it writable, or install prouie in a folder of your own.', checkStoreFolder),
    checkOpenFiles(),
    checkGit(place.packageRoot),
    checkTool('python3', ['--version'], 'Needed for the drivers of trainers and inference engines, which run on GPUs; not for the embedded engine.', place.env),
    checkTool('sbatch', ['--version'], 'Needed to run on a SLURM cluster; on this machine alone everything else works.', place.env),
    checkBrowser(place.env),
  ];
}
