/** Annotations as records of general data tools have them: lists of objects beside a text. */
import type { Location } from '../errors.ts';
import type { Argument, Entity, Event, Relation } from '../uie/records.ts';
import type { RawSentence } from './format.ts';
import { isFields } from './json-head.ts';
import { malformed } from './malformed.ts';
import { sameCharacters } from './token-span.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A text that spans are counted in; ends are exclusive. */
export interface SpannedText {
  readonly text: string;
  readonly unit: 'characters' | 'tokens';
  readonly length: number;
  slice(start: number, end: number): string;
}

/** Counted in characters as Python counts them: one outside of the basic plane is one. */
export function characterSpans(text: string): SpannedText {
  if (!/[\ud800-\udfff]/.test(text))
    return { text, unit: 'characters', length: text.length, slice: (start, end) => text.slice(start, end) };
  const points = [...text];
  const slice = (start: number, end: number): string => points.slice(start, end).join('');
  return { text, unit: 'characters', length: points.length, slice };
}

/** Counted in tokens, which are joined with one blank. */
export function tokenSpans(tokens: readonly string[]): SpannedText {
  const slice = (start: number, end: number): string => tokens.slice(start, end).join(' ');
  return { text: tokens.join(' '), unit: 'tokens', length: tokens.length, slice };
}

/** The fields of a record that bear annotations; null or undefined where it has none. */
export interface AnnotationFields {
  readonly entities?: unknown;
  readonly relations?: unknown;
  readonly events?: unknown;
}

/**
 * Reads `entities` (`type` with `text`, or with `start` and `end`, or both), `relations` (`type`, `head`, `tail`, each side
 * a text, an object such as an entity, or the number of an entity) and `events` (`type`, `trigger`, `arguments` with `role`).
 * A list of objects may be an object of lists. `label` stands for `type` too, `name` and `mention` for `text`.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED for a field that is missing, a span outside of the text, and a span that is
 *   not the text beside it
 */
export function readRecordAnnotations(
  fields: AnnotationFields,
  text: SpannedText,
  location: Location,
): Pick<RawSentence, 'entities' | 'relations' | 'events'> {
  const context: Context = { text, location };
  const entities = readList(fields.entities, 'entities', context, readEntity);
  const sides = entities ?? [];
  return {
    entities,
    relations: readList(fields.relations, 'relations', context, (item, at) =>
      readRelation(item, at, context, sides),
    ),
    events: readList(fields.events, 'events', context, readEvent),
  };
}

interface Context {
  readonly text: SpannedText;
  readonly location: Location;
}

const TYPE_KEYS = ['type', 'label'] as const;
const TEXT_KEYS = ['text', 'name', 'mention'] as const;

function readEntity(item: Fields, at: string, context: Context): Entity {
  return { type: readText(item, TYPE_KEYS, at, context), text: readMention(item, at, context) };
}

function readRelation(item: Fields, at: string, context: Context, entities: readonly Entity[]): Relation {
  const side = (key: 'head' | 'tail'): string => {
    const value = item[key];
    if (typeof value !== 'number' && typeof value !== 'bigint')
      return readMention(value, `${at}.${key}`, context);
    const entity = entities[Number(value)];
    if (entity !== undefined) return entity.text;
    const expected = `Expected \`${at}.${key}\` to be one of ${entities.length} entities`;
    throw malformed(`${expected}, found ${value}.`, context.location);
  };
  return { type: readText(item, TYPE_KEYS, at, context), head: side('head'), tail: side('tail') };
}

function readEvent(item: Fields, at: string, context: Context): Event {
  const found = readList(item['arguments'], `${at}.arguments`, context, (argument, place): Argument => {
    const role = readText(argument, ['role', ...TYPE_KEYS], place, context);
    return { role, text: readMention(argument, place, context) };
  });
  const trigger = readMention(item['trigger'], `${at}.trigger`, context);
  return { type: readText(item, TYPE_KEYS, at, context), trigger, arguments: found ?? [] };
}

/** Undefined for a list that is not there. */
function readList<T>(
  value: unknown,
  at: string,
  context: Context,
  read: (item: Fields, at: string, context: Context) => T,
): readonly T[] | undefined {
  if (value === null || value === undefined) return undefined;
  const items = Array.isArray(value) ? value : turnedAround(value);
  if (items === undefined) throw malformed(`Expected \`${at}\` to be a list of objects.`, context.location);
  return items.map((item, index) => {
    const place = `${at}[${index}]`;
    if (!isFields(item)) throw malformed(`Expected \`${place}\` to be an object.`, context.location);
    return read(item, place, context);
  });
}

/** A list of objects from an object of lists of one length, which Hugging Face \`datasets\` makes of it. */
function turnedAround(value: unknown): readonly Fields[] | undefined {
  if (!isFields(value)) return undefined;
  const columns = Object.entries(value);
  const lengths = columns.map(([, items]) => (Array.isArray(items) ? items.length : undefined));
  const [length] = lengths;
  if (length === undefined || lengths.some((other) => other !== length)) return undefined;
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(columns.map(([key, items]) => [key, (items as readonly unknown[])[index]])),
  );
}

/** The first of several fields that is there. */
function readText(item: Fields, keys: readonly string[], at: string, context: Context): string {
  const key = keys.find((one) => item[one] !== undefined && item[one] !== null);
  const value = key === undefined ? undefined : item[key];
  if (typeof value === 'string') return value;
  const found = value === undefined ? 'nothing' : `${typeof value} ${String(value)}`;
  throw malformed(
    `Expected \`${at}.${key ?? keys[0]}\` to be a string, found ${found}.`,
    context.location,
    typeof value === 'number' || typeof value === 'bigint'
      ? 'Numbers need names: those of the class labels in dataset_info.json, among the files of the split.'
      : undefined,
  );
}

/** A text, or an object with a text, with a span, or with both. */
function readMention(value: unknown, at: string, context: Context): string {
  if (typeof value === 'string') return value;
  if (!isFields(value)) throw malformed(`Expected \`${at}\` to be a mention.`, context.location);
  if (value['start'] === undefined || value['start'] === null) return readText(value, TEXT_KEYS, at, context);
  const spanned = readSpan(value, at, context);
  const key = TEXT_KEYS.find((one) => typeof value[one] === 'string');
  const written = key === undefined ? spanned : (value[key] as string);
  if (sameCharacters(written, spanned)) return written;
  const place = `${context.text.unit} ${value['start']} to ${value['end']}`;
  throw malformed(`Expected \`${at}\` at ${place} to be "${written}", found "${spanned}".`, context.location);
}

function readSpan(value: Fields, at: string, { text, location }: Context): string {
  const [start, end] = [Number(value['start']), Number(value['end'])];
  if (Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length)
    return text.slice(start, end);
  throw malformed(
    `Expected \`${at}\` to span some of ${text.length} ${text.unit}, found ${value['start']} to ${value['end']}.`,
    location,
  );
}
