/** Target strings (the paper's Figures 4-8): what a model learns to write for an example. */
import { ProuieError } from '../errors.ts';
import { rolesOfSchema } from './event-roles.ts';
import { type JsonLayout, writeJson } from './json-layout.ts';
import type { Entity, Event, EventSchema, Relation, Schema, Structure, Style } from './records.ts';
import { findOnWordBorders } from './word-borders.ts';

/**
 * One JSON object from type to value, types in schema order. The complete style writes `""` for a type without an
 * answer, the streamlined one leaves it out; entities have the complete style only.
 *
 * @throws ProuieError PROUIE_TYPE_OUTSIDE_SCHEMA when the gold annotation has a type that the schema lacks
 */
export function encodeTarget(
  text: string,
  schema: Schema,
  gold: Structure,
  style: Style,
  layout: JsonLayout = 'spaced',
): string {
  const values = valuesByType(text, schema, gold);
  const isComplete = style === 'cm' || schema.task === 'ner';
  const target = new Map<string, string>();
  for (const type of schema.types) {
    const name = typeof type === 'string' ? type : type.name;
    const value = values.get(name) ?? [];
    values.delete(name);
    if (isComplete || value.length > 0) target.set(name, value.join(' | '));
  }
  const [outside] = values.keys();
  if (outside !== undefined) {
    throw new ProuieError('PROUIE_TYPE_OUTSIDE_SCHEMA', `The gold type "${outside}" is not in the schema.`, {
      hint: 'Add it to the schema, or leave such annotations out on import.',
    });
  }
  return writeJson(target, layout);
}

/** The parts of every type's value; `gold` and `schema` are of one task. */
function valuesByType(text: string, schema: Schema, gold: Structure): Map<string, readonly string[]> {
  if (schema.task === 'ner' && gold.task === 'ner') {
    return mapValues(groupByType(gold.entities), (entities) => inTextOrder(text, entities));
  }
  if (schema.task === 're' && gold.task === 're') {
    return mapValues(groupByType(gold.relations), writePairs);
  }
  if (schema.task === 'ee' && gold.task === 'ee') {
    const orders = roleOrders(schema);
    return mapValues(groupByType(gold.events), (events, type) =>
      events.map((event) => writeGroup(event, orders.get(type) ?? [])),
    );
  }
  throw new Error(`a schema of task ${schema.task} does not fit gold of task ${gold.task}`);
}

/**
 * Different texts by the place of their first occurrence on word borders, else of any occurrence, else last; ties in
 * gold order.
 */
function inTextOrder(text: string, entities: readonly Entity[]): readonly string[] {
  const mentions = [...new Set(entities.map((entity) => entity.text))];
  if (mentions.length < 2) return mentions;
  const places = new Map(mentions.map((mention) => [mention, placeOf(text, mention)]));
  return mentions.sort((a, b) => places.get(a)! - places.get(b)!);
}

function placeOf(text: string, mention: string): number {
  const bordered = findOnWordBorders(text, mention);
  const place = bordered >= 0 ? bordered : text.indexOf(mention);
  return place >= 0 ? place : text.length;
}

/** `head, tail` in gold order, each pair once. */
function writePairs(relations: readonly Relation[]): readonly string[] {
  const tailsOfHead = new Map<string, Set<string>>();
  const pairs: string[] = [];
  for (const { head, tail } of relations) {
    const tails = tailsOfHead.get(head) ?? new Set();
    if (tails.has(tail)) continue;
    tailsOfHead.set(head, tails.add(tail));
    pairs.push(`${head}, ${tail}`);
  }
  return pairs;
}

/** `TRIGGER: ROLE: argument; ROLE: argument`, or `TRIGGER:`; roles outside the order stand last, in gold order. */
function writeGroup(event: Event, roleOrder: readonly string[]): string {
  const rank = (role: string): number => {
    const place = roleOrder.indexOf(role);
    return place < 0 ? roleOrder.length : place;
  };
  const ordered = event.arguments.slice().sort((a, b) => rank(a.role) - rank(b.role));
  const written = new Set(ordered.map(({ role, text }) => ` ${role}: ${text}`));
  return `${event.trigger}:${[...written].join(';')}`;
}

/** For every event type its roles in order; an empty list stands for all of the schema's. */
function roleOrders(schema: EventSchema): ReadonlyMap<string, readonly string[]> {
  const all = rolesOfSchema(schema);
  return new Map(schema.types.map((type) => [type.name, type.roles.length > 0 ? type.roles : all]));
}

function groupByType<T extends { readonly type: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.type);
    if (group === undefined) groups.set(item.type, [item]);
    else group.push(item);
  }
  return groups;
}

function mapValues<A, B>(map: ReadonlyMap<string, A>, change: (value: A, key: string) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}
