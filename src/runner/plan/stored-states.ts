import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { storePaths } from '../../store/paths.ts';
import { refuseNewer } from '../../store/record-parser.ts';
import type { PipelineState } from './state.ts';

/** What a store knows of one pipeline under one profile. */
export interface StoredState {
  readonly pipeline: string;
  readonly profile: string;
  readonly state: PipelineState;
}

/**
 * The states of all pipelines and profiles that ran on a store. Unlike a run, which does without a state that is torn,
 * this refuses it: what it named could not be told from garbage.
 *
 * @throws ProuieError PROUIE_STATE_BROKEN, PROUIE_STORE_NEWER
 */
export function readStoredStates(store: string): StoredState[] {
  return namesIn(join(store, 'nodes')).flatMap((pipeline) =>
    namesIn(join(store, 'nodes', pipeline)).flatMap((name) => {
      if (!name.endsWith('.json')) return [];
      const profile = name.slice(0, -'.json'.length);
      return [{ pipeline, profile, state: readWhole(storePaths.nodes(store, pipeline, profile)) }];
    }),
  );
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function readWhole(file: string): PipelineState {
  let state: PipelineState | undefined;
  try {
    state = JSON.parse(readFileSync(file, 'utf8')) as PipelineState;
  } catch (cause) {
    throw brokenState(file, cause);
  }
  refuseNewer(state?.schemaVersion, 1, file);
  if (state?.schemaVersion !== 1) throw brokenState(file);
  return state;
}

function brokenState(file: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_STATE_BROKEN', 'This state of a pipeline is torn or of another version.', {
    hint: 'Let `prouie run` write it anew, or delete it if its pipeline is gone.',
    location: { file },
    cause,
  });
}
