import { checkYaml, type PlacedYaml, readYaml } from '../src/checked-yaml.ts';
import { ProuieError } from '../src/errors.ts';
import type { ProfileSource } from '../src/pipeline.ts';
import { recipeEngines } from './all-engines.ts';
import { type Profile, profileSchema } from './profile.ts';
import { REWARD_PLANS, VARIANTS } from './variants.ts';

/**
 * @throws ProuieError PROUIE_YAML, PROUIE_INVALID with file, line and column
 */
export function readProfile({ name, file, text }: ProfileSource): Profile {
  return checkProfile(readYaml(text, file ?? name, 'profile'), file);
}

/**
 * @param file the profile's own
 * @param added variants besides those of the recipe
 * @throws ProuieError PROUIE_INVALID with file, line and column
 */
export function checkProfile(
  yaml: PlacedYaml,
  file: string | undefined,
  added: readonly string[] = [],
): Profile {
  const { value, locate } = checkYaml(
    yaml,
    profileSchema([...VARIANTS, ...Object.keys(REWARD_PLANS), ...added], Object.keys(recipeEngines)),
    'profile',
  );
  const engine = recipeEngines[value.engine]!;
  if (engine.settings === 'languageModel' && value.languageModel === undefined) {
    throw new ProuieError(
      'PROUIE_INVALID',
      `A profile with the engine ${value.engine} needs the group \`languageModel\`.`,
      {
        hint: 'Take it from the profile `paper` or `tiny`.',
        location: { file },
      },
    );
  }
  if (value.corpora === 'synthetic' && value.synthetic === undefined) {
    throw new ProuieError('PROUIE_INVALID', 'A profile on synthetic corpora needs the group `synthetic`.', {
      location: { file },
    });
  }
  const taken = engine.settings === 'own' || Object.keys(value.engineOptions).length === 0;
  const faults = [
    ...(taken ? [] : [{ path: ['engineOptions'], message: `the engine ${value.engine} takes none` }]),
    ...(engine.faults?.(value) ?? []),
  ];
  for (const { path, message } of faults) {
    throw new ProuieError('PROUIE_INVALID', `The profile's \`${path.join('.')}\`: ${message}.`, {
      location: locate(path),
    });
  }
  return value;
}
