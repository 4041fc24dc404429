import { runSource } from '../../catalog/run-source.ts';
import type { CatalogSource } from '../../catalog/source.ts';
import { openStoreSource } from '../../catalog/store-source.ts';
import { ProuieError } from '../../errors.ts';
import { meantPipeline, openStore } from '../../runner/pipeline/workspace.ts';
import { didYouMean } from '../../suggest.ts';
import type { Flag, ParsedArguments } from '../arguments.ts';
import type { Io } from '../io.ts';
import { storeFolder } from '../store-flag.ts';

/** The flags that say whose results are asked. */
export const SOURCE_FLAGS = {
  profile: { value: 'NAME', description: 'whose results (default quick; * for all)' },
  pipeline: {
    value: 'FILE',
    description: 'the pipeline, by file or name (default: pipeline.ts here, else prouie)',
  },
  store: { value: 'DIR', description: 'the store (default: PROUIE_STORE, else .prouie)' },
  run: { value: 'RUN', description: 'results as they were at the end of a run (prouie sql "FROM runs")' },
} as const satisfies Readonly<Record<string, Flag>>;

/** What is asked: a store's results, of which pipeline and profile, and the run after which they stood so. */
export interface AskedSource {
  readonly source: CatalogSource;
  readonly root: string;
  readonly pipeline: string;
  readonly profile: string;
  readonly run: string | undefined;
}

/**
 * Opens what the flags say.
 *
 * @throws ProuieError what `openStoreSource` throws; PROUIE_RUN_UNKNOWN, PROUIE_RUN_NODES
 */
export function askedSource(args: ParsedArguments, io: Io): AskedSource {
  const root = storeFolder(args, io);
  const given = args.value('profile');
  const { name: pipeline, profile: meant } = meantPipeline(io.cwd, {
    pipeline: args.value('pipeline'),
    profile: given === '*' ? undefined : given,
  });
  const run = args.value('run');
  const profile = given ?? (run === undefined ? meant : '*');
  const present = openStoreSource(root, { pipeline, profile });
  if (run === undefined) return { source: present, root, pipeline, profile, run };
  const runs = present.runs();
  const found = runs.find((one) => one.run === run);
  if (found === undefined) {
    throw new ProuieError('PROUIE_RUN_UNKNOWN', `The store has no run "${run}".`, {
      hint:
        didYouMean(
          run,
          runs.map((one) => one.run),
        ) ?? '`prouie sql "SELECT run, started FROM runs"` lists all.',
    });
  }
  const source = runSource(openStore(root), found, present);
  if (source === undefined) {
    throw new ProuieError('PROUIE_RUN_NODES', `The run ${run} has not written down its nodes.`, {
      hint: 'It goes on, was cut off, or is of an older version; what it made is in the relation history.',
    });
  }
  return { source, root, pipeline: found.pipeline, profile: found.profile, run };
}
