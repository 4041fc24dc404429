import type { Resources } from '../../graph/node.ts';
import { storePaths } from '../../store/paths.ts';
import { readAttempt } from '../attempt/attempt.ts';
import { countShards, missingShards } from '../attempt/shards.ts';
import { type JobAttempt, type JobIntent, nameJob } from './slurm-job.ts';
import { jobScript } from './slurm-script.ts';
import type { SlurmSettings } from './slurm-settings.ts';

export interface JobPlaces {
  readonly settings: SlurmSettings;
  /** The store's folder. */
  readonly store: string;
  /** Program and first words of `prouie exec`, as they are on the cluster. */
  readonly exec: readonly string[];
}

/** A job as it will be written down and submitted. */
export interface PlannedJob {
  readonly folder: string;
  readonly intent: JobIntent;
  readonly script: string;
}

/** A node that asks for something gets a job of its own. */
export function isLarge({ cpu, memory, gpu, nodes, shards }: Resources): boolean {
  return cpu !== undefined || memory !== undefined || (gpu ?? 0) > 0 || (nodes ?? 1) > 1 || (shards ?? 1) > 1;
}

/** Plans a job for some attempts: for one alone what its node asks for, for several that of the settings' batches. */
export function planJob(attempts: readonly JobAttempt[], { settings, store, exec }: JobPlaces): PlannedJob {
  const more = attempts.length === 1 ? '' : `-and-${attempts.length - 1}-more`;
  const name = `${nameJob(attempts[0]!.node)}${more}`;
  const folder = storePaths.job(store, name);
  const single = attempts.length === 1 ? attempts[0] : undefined;
  const shards = single === undefined ? undefined : shardsToDo(single.folder);
  const script = jobScript({
    name,
    folder,
    settings,
    shards,
    resources: single?.resources ?? { cpu: settings.batch.cpu },
    command:
      single === undefined
        ? [...exec, '--job', folder]
        : [...exec, single.folder, ...(shards === undefined ? [] : ['--shard'])],
  });
  const intent: JobIntent = {
    schemaVersion: 1,
    name,
    attempts,
    ...(shards === undefined ? {} : { shards }),
    slots: single === undefined ? settings.batch.cpu : 1,
    at: Date.now(),
  };
  return { folder, intent, script };
}

/** The shards that an array has to do; undefined where the work is not split, or only the outputs are to be made. */
function shardsToDo(folder: string): readonly number[] | undefined {
  const attempt = readAttempt(folder);
  if (countShards(attempt) === 1) return undefined;
  const missing = missingShards(attempt);
  return missing.length === 0 ? undefined : missing;
}
