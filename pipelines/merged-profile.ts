import { z } from 'zod';
import { checkYaml, type PlacedYaml, readYaml } from '../src/checked-yaml.ts';
import { ProuieError } from '../src/errors.ts';
import type { Json } from '../src/json.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import { didYouMean } from '../src/suggest.ts';
import { type ValuePath, valueAt } from '../src/value-path.ts';

type Settings = { readonly [setting: string]: Json };

/** Taken whole, since what is not named in it is not to be made. */
const WHOLE = new Set(['variants']);

/**
 * A profile of the package with what the profile beside the pipeline, and `--set`, say otherwise. A value stands in the one
 * of the two files that it was taken from.
 *
 * @throws ProuieError PROUIE_PROFILE_UNKNOWN for a basis that the package does not have, PROUIE_YAML
 */
export function mergedProfile(context: PipelineContext, basis: string | undefined): PlacedYaml {
  const { name, file, text } = context.profile;
  const folder = context.packagePath('pipelines/profiles');
  const known = context
    .list(folder)
    .flatMap((entry) => (entry.endsWith('.yaml') ? [entry.slice(0, -5)] : []));
  const from = basis ?? (known.includes(name) ? name : 'quick');
  if (!known.includes(from))
    throw new ProuieError('PROUIE_PROFILE_UNKNOWN', `The package has no profile "${from}".`, {
      hint: didYouMean(from, known) ?? `It has ${known.join(', ')}.`,
    });
  const path = `${folder}/${from}.yaml`;
  const before = readSettings(context.readText(path), path);
  const after = readSettings(text, file ?? name);
  // Where nodes run is for the profile beside the pipeline to say.
  const { executor: _, ...settings } = before.value;
  const origin = (place: ValuePath): PlacedYaml =>
    (isOfBasis(before.value, after.value, place) ? before : after).yaml;
  return {
    value: merge(settings, after.value),
    locate: (place) => origin(place).locate(place),
    locateKey: (place, key) => origin([...place, key]).locateKey(place, key),
  };
}

function readSettings(text: string, file: string): { readonly yaml: PlacedYaml; readonly value: Settings } {
  const yaml = readYaml(text, file, 'profile');
  return { yaml, value: checkYaml(yaml, z.record(z.string(), z.json()).nullable(), 'profile').value ?? {} };
}

/** Whether the merged value at the path, or the nearest one above it, was taken from the settings before the changes. */
function isOfBasis(settings: Settings, changes: Settings, path: ValuePath): boolean {
  for (let length = 1; length <= path.length; length++) {
    const place = path.slice(0, length);
    const [before, after] = [valueAt(settings, place), valueAt(changes, place)];
    if (after === undefined) return before !== undefined;
    if (!isMerged(before, after, place)) return false;
  }
  return false;
}

function merge(settings: Settings, changes: Settings): Settings {
  const changed = Object.entries(changes).map(([name, value]) => {
    const before = settings[name];
    return [name, isMerged(before, value, [name]) ? merge(before as Settings, value as Settings) : value];
  });
  return { ...settings, ...Object.fromEntries(changed) };
}

/** Whether a group is merged setting by setting. */
function isMerged(before: unknown, after: unknown, path: ValuePath): boolean {
  return isGroup(before) && isGroup(after) && !WHOLE.has(String(path.at(-1)));
}

function isGroup(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
