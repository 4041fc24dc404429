import type { PipelineContext } from '../src/pipeline.ts';
import type { Assumption } from './assumptions/assumption.ts';
import type { Corpus } from './corpora.ts';
import type { Engines } from './method-engine.ts';
import type { Profile } from './profile.ts';

/** Something that settings say together and that cannot be. */
export interface ProfileFault {
  /** The setting. */
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * What a profile's one word `engine` stands for: all that trains and answers. One file each in `engines/`, which exports
 * it as `recipeEngine` and gives it its name.
 */
export interface RecipeEngine {
  /** A few words for `prouie engines`. */
  readonly summary: string;
  /**
   * Where its settings are: `shared`, in the groups `sft` and `grpo` alone; `languageModel`, in the group of that name;
   * `own`, in the group `engineOptions`, which the engine checks.
   */
  readonly settings: 'shared' | 'languageModel' | 'own';
  /** What of the settings does not fit together. */
  readonly faults?: (profile: Profile) => readonly ProfileFault[];
  /** What it chooses that the paper leaves open. */
  readonly assumptions?: (profile: Profile) => readonly Assumption[];
  readonly engines: (context: PipelineContext, profile: Profile, corpora: readonly Corpus[]) => Engines;
}
