import { GRAPH_FLAGS } from './node-flags.ts';

/** The flags that say which runs a command is about. */
export const RUN_FLAGS = {
  pipeline: {
    ...GRAPH_FLAGS.pipeline,
    description: 'runs of this pipeline (default pipeline.ts here, else prouie: the recipe)',
  },
  profile: {
    ...GRAPH_FLAGS.profile,
    description: 'runs under this profile (default quick, or default for pipeline.ts)',
  },
  store: GRAPH_FLAGS.store,
} as const;
