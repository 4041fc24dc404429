/** What pipelines of one's own import as `prouie/recipe`: the recipe of the paper, to be called and added to. */
import { ProuieError } from '../src/errors.ts';
import type { NodeDeclaration } from '../src/graph/node.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import { mergedProfile } from './merged-profile.ts';
import { checkProfile } from './read-profile.ts';
import { checkChanges } from './recipe-changes.ts';
import { type RecipeAdditions, recipeNodes } from './recipe-nodes.ts';
import { VARIANT_PLANS, VARIANTS, type VariantName, type VariantPlan } from './variants.ts';

export { type RecipeAdditions, VARIANT_PLANS, VARIANTS, type VariantName, type VariantPlan };

/** What a pipeline of one's own changes in the recipe. */
export interface RecipeChanges extends RecipeAdditions {
  /**
   * The profile of the package (`quick`, `laptop`, …) that the settings start from. Where left out, the one with the
   * name of the profile that runs, or `quick`.
   */
  readonly basis?: string;
}

/**
 * All nodes of the recipe, with variants and data sets of one's own beside those of the paper.
 *
 * Settings are those of a profile of the package, changed by what the profile beside the pipeline says and by `--set`:
 * groups are merged setting by setting, while lists and `variants` take the place of what was there.
 *
 * @param context what the pipeline was given
 * @throws ProuieError PROUIE_VARIANT for the name of a variant that is taken or cannot name a node; PROUIE_PROFILE_UNKNOWN
 *   for a basis that the package does not have; PROUIE_YAML, PROUIE_INVALID for changes, settings or cards that do not fit;
 *   PROUIE_DATASET_UNKNOWN
 */
export function recipe(context: PipelineContext, changes: RecipeChanges = {}): readonly NodeDeclaration[] {
  checkChanges(changes);
  const added = Object.keys(changes.variants ?? {});
  for (const name of added) checkVariant(name);
  const profile = checkProfile(mergedProfile(context, changes.basis), context.profile.file, added);
  return recipeNodes(context, profile, changes);
}

function checkVariant(name: string): void {
  const isTaken = (VARIANTS as readonly string[]).includes(name) || /^after-|^base$/.test(name);
  if (/^[A-Za-z][\w-]*$/.test(name) && !isTaken) return;
  throw new ProuieError(
    'PROUIE_VARIANT',
    isTaken ? `The recipe has a variant "${name}" already.` : `"${name}" cannot name a variant.`,
    { hint: 'A name begins with a letter and has letters, digits, _ and - only.' },
  );
}
