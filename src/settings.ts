import type { z } from 'zod';
import { parseCheckedYaml } from './checked-yaml.ts';

/** The settings of a run, as text. */
export interface ProfileSource {
  readonly name: string;
  /** The YAML file; undefined where the pipeline has no profiles. */
  readonly file: string | undefined;
  readonly text: string;
}

/**
 * The settings of a run, for a pipeline that declares which there are: from its profile and `--set`. A run without
 * either has the defaults of the schema.
 *
 * @param schema a strict object, so that a misspelt setting is an error
 * @throws ProuieError PROUIE_YAML or PROUIE_INVALID with the place in the profile, or the `--set` that is wrong
 */
export function readSettings<T>(profile: ProfileSource, schema: z.ZodType<T>): T {
  const { text, file, name } = profile;
  const isEmpty = text.split('\n').every((line) => /^\s*(#|$)/.test(line));
  return parseCheckedYaml(isEmpty ? '{}' : text, file ?? name, schema, 'profile').value;
}
