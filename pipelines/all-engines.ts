import type { RecipeEngine } from './recipe-engine.ts';

/** The engines that a profile can name: one file each in `engines/`. */
export const recipeEngines: Readonly<Record<string, RecipeEngine>> = Object.fromEntries(
  Object.entries(
    import.meta.glob<RecipeEngine>('./engines/*.ts', { eager: true, import: 'recipeEngine' }),
  ).map(([path, engine]) => [path.replace(/^.*\/|\.ts$/g, ''), engine]),
);
