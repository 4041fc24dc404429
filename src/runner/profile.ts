import { ProuieError } from '../errors.ts';
import type { Json } from '../json.ts';
import type { ProfileSource } from '../pipeline.ts';
import { didYouMean } from '../suggest.ts';

/**
 * Reads a profile's YAML and applies `--set path.to.setting=value` (the value is YAML too).
 *
 * @throws ProuieError PROUIE_PROFILE_SYNTAX with the place, PROUIE_SETTING_UNKNOWN with the nearest setting
 */
export async function parseProfile(name: string, file: string | undefined, text: string, sets: readonly string[]): Promise<ProfileSource> {
  const { LineCounter, parseDocument, isNode, parse } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [error] = document.errors;
  if (error !== undefined) {
    throw new ProuieError('PROUIE_PROFILE_SYNTAX', error.message.split('\n')[0]!.replace(/ at line.*$/, '.'), {
      hint: 'Mend the YAML.',
      location: { file, ...place(error.pos[0]) },
      cause: error,
    });
  }
  const settings = (document.toJS() ?? {}) as { [key: string]: Json };
  for (const set of sets) applySetting(settings, set, (value) => parse(value) as Json);
  return {
    name,
    file,
    text,
    settings,
    locate: (path) => {
      for (let length = path.length; length > 0; length--) {
        const found = document.getIn(path.slice(0, length), true);
        if (isNode(found) && found.range) return place(found.range[0]);
      }
      return undefined;
    },
  };
}

function applySetting(settings: { [key: string]: Json }, set: string, parse: (value: string) => Json): void {
  const at = set.indexOf('=');
  if (at <= 0) {
    throw new ProuieError('PROUIE_USAGE', `--set takes PATH=VALUE, not "${set}".`, { hint: 'For example --set scale.sa=0.02.' });
  }
  const path = set.slice(0, at).split('.');
  let here: { [key: string]: Json } = settings;
  path.forEach((key, depth) => {
    const known = Object.hasOwn(here, key);
    const last = depth === path.length - 1;
    // A leaf may be new in an open map (the weights of a variant); a misspelt branch may not.
    if (!known && (depth === 0 || !last)) {
      throw new ProuieError('PROUIE_SETTING_UNKNOWN', `The profile has no setting "${path.slice(0, depth + 1).join('.')}".`, {
        hint: didYouMean(key, Object.keys(here)) ?? `Known here: ${Object.keys(here).join(', ')}.`,
      });
    }
    if (last) here[key] = parse(set.slice(at + 1));
    else {
      const next = here[key];
      if (typeof next !== 'object' || next === null || Array.isArray(next)) {
        throw new ProuieError('PROUIE_SETTING_UNKNOWN', `The setting "${path.slice(0, depth + 1).join('.')}" holds a value, not a group.`);
      }
      here = next as { [key: string]: Json };
    }
  });
}
