/** Fields of a record that was read from JSON, with errors that name the file, the line and the path of the field. */
import { type Location, ProuieError } from '../errors.ts';
import { isOrderedObject, type OrderedJson, type OrderedObject } from './ordered-json.ts';

/** A place inside a record, as a chain from the inside out; its path is written only when an error is. */
export interface Place {
  readonly step: string | number;
  readonly parent?: Place | undefined;
  /** Where the record stands; at the outermost place. */
  readonly location?: Location | undefined;
}

/** The record itself. */
export function recordAt(location?: Location): Place {
  return { step: '', location };
}

export function within(parent: Place, step: string | number): Place {
  return { step, parent };
}

/** @throws ProuieError PROUIE_RECORD: `gold.entities[2].text: expected a string, found 3.` */
export function unexpected(place: Place, expected: string, found: OrderedJson | undefined): ProuieError {
  const path = pathOf(place);
  const message = `expected ${expected}, found ${describe(found)}.`;
  return new ProuieError('PROUIE_RECORD', path === '' ? `A record: ${message}` : `\`${path}\`: ${message}`, {
    location: locationOf(place),
    hint: 'docs/data.md lists the fields of every record.',
  });
}

export function objectOf(value: OrderedJson | undefined, place: Place): OrderedObject {
  if (isOrderedObject(value)) return value;
  throw unexpected(place, 'an object', value);
}

export function listOf(object: OrderedObject, field: string, place: Place): readonly OrderedJson[] {
  const value = object.get(field);
  if (Array.isArray(value)) return value;
  throw unexpected(within(place, field), 'a list', value);
}

export function textOf(object: OrderedObject, field: string, place: Place): string {
  const value = object.get(field);
  if (typeof value === 'string') return value;
  throw unexpected(within(place, field), 'a string', value);
}

/** A string that is one of `choices`. */
export function choiceOf<T extends string>(
  object: OrderedObject,
  field: string,
  choices: readonly T[],
  place: Place,
): T {
  const value = object.get(field);
  if (choices.includes(value as T)) return value as T;
  throw unexpected(within(place, field), choices.map((choice) => `"${choice}"`).join(' or '), value);
}

/** A list of strings, each once. */
export function namesOf(value: OrderedJson | undefined, place: Place): readonly string[] {
  if (!Array.isArray(value)) throw unexpected(place, 'a list of strings', value);
  for (const [index, name] of value.entries()) {
    if (typeof name !== 'string') throw unexpected(within(place, index), 'a string', name);
    if (value.indexOf(name) < index) throw unexpected(within(place, index), 'each name once', name);
  }
  return value;
}

function pathOf(place: Place): string {
  if (place.parent === undefined) return '';
  const path = pathOf(place.parent);
  if (typeof place.step === 'number') return `${path}[${place.step}]`;
  return path === '' ? place.step : `${path}.${place.step}`;
}

function locationOf(place: Place): Location | undefined {
  return place.parent === undefined ? place.location : locationOf(place.parent);
}

function describe(value: OrderedJson | undefined): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isOrderedObject(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
