import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reached } from '../../store/gc.ts';
import { storePaths } from '../../store/paths.ts';
import { livingRuns } from '../following/living-runs.ts';
import { readStoredStates } from '../plan/stored-states.ts';
import { parseEvent } from '../run/events.ts';

/**
 * What must stay in a store: the results of all nodes of all pipelines and profiles, the attempts that failed last,
 * and all that the last runs and the living ones were at.
 *
 * @param keepRuns how many of the last runs count
 * @throws ProuieError PROUIE_STATE_BROKEN
 */
export function findReached(store: string, keepRuns: number): Reached {
  const keys = new Set<string>();
  const blobs = new Set<string>();
  for (const { state } of readStoredStates(store)) {
    for (const node of state.nodes) {
      keys.add(node.key);
      if (node.failure !== undefined) keys.add(node.failure.key);
      for (const output of Object.values(node.outputs)) {
        blobs.add(output.digest);
        for (const [, digest] of output.files ?? []) blobs.add(digest);
      }
    }
  }
  const runs = listRuns(store);
  const last = keepRuns === 0 ? [] : runs.slice(-keepRuns);
  for (const run of new Set([...last, ...livingRuns(store)])) {
    for (const key of keysOfRun(store, run)) keys.add(key);
  }
  keys.delete('');
  return { keys, blobs };
}

/** The names of all runs on a store, which sort by time. */
export function listRuns(store: string): string[] {
  const folder = join(store, 'events');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => /^(.+)\.jsonl$/.exec(name)?.[1] ?? [])
    .sort();
}

function keysOfRun(store: string, run: string): string[] {
  const file = storePaths.events(store, run);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const event = parseEvent(line);
      return event !== undefined && 'key' in event ? [event.key] : [];
    });
}
