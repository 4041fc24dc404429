/** Names in place of the numbers that Hugging Face `datasets` saves for them. */
import type { Location } from '../errors.ts';
import { isFields } from './json-head.ts';
import { malformed } from './malformed.ts';

/** The types of features whose values are lists; what is in them stands under `feature`. */
const LISTS = ['Sequence', 'List', 'LargeList'] as const;

/** What stands for a label that nobody gave. */
const UNLABELLED = -1;

/**
 * A value with the names of its class labels.
 *
 * @param feature the value's entry in the `features` of a data set, as its JSON has it; undefined leaves the value as it is
 * @param name the column, for messages
 * @throws ProuieError PROUIE_CORPUS_MALFORMED for a number that has no name
 */
export function nameLabels(value: unknown, feature: unknown, name: string, location: Location): unknown {
  if (value === null || value === undefined) return value;
  if (Array.isArray(feature)) return eachOf(value, feature[0], name, location);
  if (!isFields(feature)) return value;
  const kind = feature['_type'];
  if (kind === 'ClassLabel') return labelName(value, feature['names'], name, location);
  if (LISTS.some((list) => list === kind)) return eachOf(value, feature['feature'], name, location);
  if (typeof kind === 'string' || !isFields(value)) return value;
  return mapFields(value, (item, key) => nameLabels(item, feature[key], `${name}.${key}`, location));
}

/** The elements of a list; also of a structure of lists, as which lists of structures may be saved. */
function eachOf(value: unknown, feature: unknown, name: string, location: Location): unknown {
  if (Array.isArray(value)) return value.map((item) => nameLabels(item, feature, name, location));
  if (!isFields(value) || !isFields(feature)) return value;
  return mapFields(value, (items, key) => eachOf(items, feature[key], `${name}.${key}`, location));
}

function labelName(value: unknown, names: unknown, name: string, location: Location): unknown {
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  const number = Number(value);
  if (number === UNLABELLED) return null;
  const found = Array.isArray(names) ? names[number] : undefined;
  if (typeof found === 'string') return found;
  const known = Array.isArray(names) ? names.length : 0;
  throw malformed(
    `Expected \`${name}\` to be the number of one of ${known} labels, found ${number}.`,
    location,
  );
}

function mapFields(
  fields: Readonly<Record<string, unknown>>,
  change: (value: unknown, key: string) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value, key)]));
}
