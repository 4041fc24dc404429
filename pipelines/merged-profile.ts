import { stringify } from 'yaml';
import { z } from 'zod';
import { parseCheckedYaml } from '../src/checked-yaml.ts';
import { ProuieError } from '../src/errors.ts';
import type { Json } from '../src/json.ts';
import type { PipelineContext, ProfileSource } from '../src/pipeline.ts';
import { didYouMean } from '../src/suggest.ts';

type Settings = { readonly [setting: string]: Json };

/** Taken whole, since what is not named in it is not to be made. */
const WHOLE = new Set(['variants']);

/**
 * A profile of the package with what the profile beside the pipeline, and `--set`, say otherwise.
 *
 * @throws ProuieError PROUIE_PROFILE_UNKNOWN for a basis that the package does not have, PROUIE_YAML
 */
export function mergedProfile(context: PipelineContext, basis: string | undefined): ProfileSource {
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
  // Where nodes run is for the profile beside the pipeline to say.
  const { executor: _, ...settings } = readSettings(context.readText(path), path);
  return { name, file, text: stringify(merge(settings, readSettings(text, file ?? name))) };
}

function readSettings(text: string, file: string): Settings {
  return parseCheckedYaml(text, file, z.record(z.string(), z.json()).nullable(), 'profile').value ?? {};
}

function merge(settings: Settings, changes: Settings): Settings {
  const changed = Object.entries(changes).map(([name, value]) => {
    const before = settings[name];
    return [name, isGroup(before) && isGroup(value) && !WHOLE.has(name) ? merge(before, value) : value];
  });
  return { ...settings, ...Object.fromEntries(changed) };
}

function isGroup(value: Json | undefined): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
