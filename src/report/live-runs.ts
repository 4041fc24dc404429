import { setTimeout as delay } from 'node:timers/promises';
import type { SlurmAccess } from '../runner/executors/slurm-access.ts';
import { followRun } from '../runner/following/follow-run.ts';
import { listRunRecords, type RunRecord, readRun } from '../runner/run/run-record.ts';

export interface LiveMessage {
  readonly name: 'run' | 'event' | 'lost';
  /** One line of JSON. */
  readonly data: string;
}

export interface FollowedRuns {
  readonly store: string;
  readonly pipeline: string;
  readonly profile: string;
  readonly slurm: SlurmAccess;
}

const LOOK_MILLISECONDS = 500;

/** What happens in the newest run of a pipeline and profile, and after its end in the next one, until the signal. */
export async function* followNewestRuns(
  runs: FollowedRuns,
  signal: AbortSignal,
): AsyncGenerator<LiveMessage> {
  let last = '';
  while (!signal.aborted) {
    const record = newestRun(runs);
    if (record === undefined || record.run <= last) {
      await pause(signal);
      continue;
    }
    last = record.run;
    yield {
      name: 'run',
      data: JSON.stringify({ run: record.run, startedAt: record.startedAt, host: record.host }),
    };
    for await (const sighting of followRun(runs.store, record, runs.slurm, signal)) {
      if (sighting.type === 'event') yield { name: 'event', data: sighting.line };
      if (sighting.type === 'lost') yield { name: 'lost', data: '{}' };
    }
  }
}

/** Names of runs sort by time. */
function newestRun({ store, pipeline, profile }: FollowedRuns): RunRecord | undefined {
  for (const name of listRunRecords(store).reverse()) {
    const record = readRun(store, name);
    if (record?.pipeline === pipeline && record.profile === profile) return record;
  }
  return undefined;
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await delay(LOOK_MILLISECONDS, undefined, { signal });
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}
