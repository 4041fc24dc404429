import {
  type MeantPipeline,
  meantPipeline,
  openWorkspace,
  type Workspace,
} from '../runner/pipeline/workspace.ts';
import type { Flag, ParsedArguments } from './arguments.ts';
import type { Io } from './io.ts';

/** The flags that say which graph a command is about. */
export const GRAPH_FLAGS = {
  pipeline: {
    value: 'FILE',
    description: 'the pipeline (default pipeline.ts here, else prouie: the recipe)',
  },
  profile: {
    value: 'NAME',
    description: 'a file in profiles/ beside the pipeline: quick (default), tiny, laptop, smollm2 or paper',
  },
  data: { value: 'DIR', description: 'the folder of real corpora' },
  store: { value: 'DIR', description: 'the store (default PROUIE_STORE, or .prouie here)' },
  set: {
    value: 'PATH=VALUE',
    multiple: true,
    description: 'change a setting of the profile, for example scale.sa=0.02',
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** The pipeline and profile whose results are asked for, of which there need not be a file any more. */
export function askedPipeline(args: ParsedArguments, io: Io): MeantPipeline {
  return meantPipeline(io.cwd, { pipeline: args.value('pipeline'), profile: args.value('profile') });
}

export function workspaceFrom(args: ParsedArguments, io: Io, packageRoot: string): Workspace {
  return openWorkspace(packageRoot, io.cwd, io.env, {
    pipeline: args.value('pipeline'),
    profile: args.value('profile'),
    data: args.value('data'),
    store: args.value('store'),
    settings: args.values('set'),
  });
}

/** The words of a command line that name the same graph in another command. */
export interface GraphFlags {
  /** What commands about results take too. */
  readonly results: readonly string[];
  readonly settings: readonly string[];
}

export function graphFlags(args: ParsedArguments): GraphFlags {
  const given = (...flags: readonly string[]): readonly string[] =>
    flags.flatMap((flag) => {
      const value = args.value(flag);
      return value === undefined ? [] : [`--${flag}`, value];
    });
  return {
    results: given('pipeline', 'profile', 'store'),
    settings: [...given('data'), ...args.values('set').flatMap((setting) => ['--set', setting])],
  };
}
