import { ProuieError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';
import type { Setting } from '../python/yaml-text.ts';
import { EASYR1_KEYS, type EasyR1Version, type KeyType } from './keys.ts';

export type KeyName = keyof typeof EASYR1_KEYS;

/** Settings by section, as in EasyR1's file. */
export interface SettingTree {
  readonly [name: string]: Setting;
}

type Check = (value: unknown) => boolean;

const FITS: { readonly [type in KeyType]: readonly [words: string, Check] } = {
  text: ['a text', (value) => typeof value === 'string'],
  'text?': ['a text or null', (value) => value === null || typeof value === 'string'],
  int: ['a whole number', (value) => Number.isSafeInteger(value)],
  'int?': ['a whole number or null', (value) => value === null || Number.isSafeInteger(value)],
  float: ['a number', (value) => Number.isFinite(value)],
  'float?': ['a number or null', (value) => value === null || Number.isFinite(value)],
  bool: ['true or false', (value) => typeof value === 'boolean'],
  floats: ['a list of numbers', (value) => Array.isArray(value) && value.every(Number.isFinite)],
  texts: [
    'a list of texts',
    (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  ],
  map: ['a table of settings', isTree],
};

/** The keys that a version of EasyR1 knows, in its order. */
export function keysOf(version: EasyR1Version): KeyName[] {
  return (Object.keys(EASYR1_KEYS) as KeyName[]).filter((key) => {
    const only: EasyR1Version | undefined = EASYR1_KEYS[key][2];
    return only === undefined || only === version;
  });
}

/**
 * Holds a configuration against the keys of a version: EasyR1 refuses a key that it does not know and a value of the
 * wrong type once it has been given its machines.
 *
 * @throws ProuieError PROUIE_EASYR1_CONFIG that names every such key
 */
export function checkKeys(config: SettingTree, version: EasyR1Version): void {
  const known: ReadonlySet<string> = new Set(keysOf(version));
  const faults: string[] = [];
  for (const [key, value] of leaves(config, known)) {
    if (!known.has(key)) {
      const meant = didYouMean(key, known);
      faults.push(`EasyR1 ${version} has no key \`${key}\`.${meant === undefined ? '' : ` ${meant}`}`);
      continue;
    }
    const [words, fits] = FITS[EASYR1_KEYS[key as KeyName][0]];
    if (!fits(value)) faults.push(`\`${key}\` is ${words}, not ${JSON.stringify(value)}.`);
  }
  if (faults.length > 0)
    throw new ProuieError('PROUIE_EASYR1_CONFIG', faults.join(' '), {
      hint: 'src/engines/easyr1/keys.ts lists the keys of each version.',
    });
}

/** All values with their keys, written `section.key`; a table that is a value itself is not taken apart. */
function leaves(tree: SettingTree, known: ReadonlySet<string>, prefix = ''): [string, Setting][] {
  return Object.entries(tree).flatMap(([name, value]): [string, Setting][] => {
    const key = `${prefix}${name}`;
    return isTree(value) && !known.has(key) ? leaves(value, known, `${key}.`) : [[key, value]];
  });
}

function isTree(value: unknown): value is SettingTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
