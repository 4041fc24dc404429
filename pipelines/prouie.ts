import type { Pipeline } from '../src/pipeline.ts';
import { readProfile } from './read-profile.ts';
import { recipeNodes } from './recipe-nodes.ts';

/** The recipe of the paper. */
export const pipeline: Pipeline = (context) => recipeNodes(context, readProfile(context.profile));
