import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { publishFile, replaceFile } from '../../store/files.ts';
import { readJsonFile } from '../../store/json-file.ts';
import type { Attempt } from './attempt.ts';
import { startTicks } from './process-start.ts';

/** The process that looks after an attempt. */
export type Controller = Pick<Attempt, 'run' | 'host' | 'pid' | 'startTicks'>;

const CLUSTER_JOB = 'job.json';
const ADOPTER = /^adopted-(\d+)\.json$/;

/** Notes that an attempt is left to a job on a cluster, before the job is submitted. */
export function leaveToCluster(folder: string, job: string): void {
  replaceFile(join(folder, CLUSTER_JOB), `${JSON.stringify({ schemaVersion: 1, job })}\n`);
}

/** The name of the job that carries out an attempt; undefined where a controller does so itself. */
export function clusterJobOf(folder: string): string | undefined {
  const path = join(folder, CLUSTER_JOB);
  return readJsonFile<{ readonly job: string }>(path, ({ job }) => typeof job === 'string')?.job;
}

/** Who took the attempt over last; undefined where it is still with the controller that made it. */
export function readAdopter(folder: string): Controller | undefined {
  const last = countAdoptions(folder);
  return last === 0
    ? undefined
    : readJsonFile<Controller>(
        join(folder, `adopted-${last}.json`),
        ({ run, host, pid }) =>
          typeof run === 'string' && typeof host === 'string' && typeof pid === 'number',
      );
}

/**
 * Takes over an attempt whose controller is dead. Each adoption is a file of its own that only one process can make.
 *
 * @param after how many adoptions there were before the controller was found dead
 * @returns false where another process was faster
 */
export function adoptAttempt(folder: string, run: string, after: number): boolean {
  const controller: Controller = {
    run,
    host: hostname(),
    pid: process.pid,
    startTicks: startTicks(process.pid) ?? '',
  };
  return publishFile(join(folder, `adopted-${after + 1}.json`), `${JSON.stringify(controller)}\n`);
}

/** How often an attempt was taken over. */
export function countAdoptions(folder: string): number {
  return Math.max(0, ...readdirSync(folder).map((name) => Number(ADOPTER.exec(name)?.[1] ?? 0)));
}
