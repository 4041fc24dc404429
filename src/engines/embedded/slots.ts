/**
 * Slots: the numbers under which the features' weights for classes are kept. A class of a decision is described by a
 * few slots - its name, the words of its name, any class of its kind, its name within this schema - so schemas that
 * share a name share what was learned about it. Each of these aspects numbers its slots in the order in which training
 * rows first bring them; the lists are part of a checkpoint. What has no slot was never trained and counts for nothing.
 */
import { hashText } from './hash.ts';

/** What a slot is about; each aspect has numbers of its own. */
export type Aspect = 'name' | 'kind' | 'schema';

export interface SlotName {
  readonly aspect: Aspect;
  readonly name: string;
}

/** The names of all slots in the order of their numbers: plain JSON. */
export type SlotNames = { readonly [aspect in Aspect]: readonly string[] };

export interface Slots {
  readonly names: { readonly [aspect in Aspect]: string[] };
  readonly numbers: { readonly [aspect in Aspect]: Map<string, number> };
}

/**
 * The slots of a class as weights.ts takes them: for every slot its number and the multiplier of its aspect. Odd
 * multipliers of their own keep two features that collide in one aspect from colliding in the others too.
 */
export type SlotList = Int32Array;

const MULTIPLIERS = { name: 0x9e3779b1, kind: 0x85ebca77, schema: 0xc2b2ae3d } as const;

export function createSlots({ name, kind, schema }: SlotNames): Slots {
  return {
    names: { name: name.slice(), kind: kind.slice(), schema: schema.slice() },
    numbers: { name: numbersOf(name), kind: numbersOf(kind), schema: numbersOf(schema) },
  };
}

function numbersOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, number) => [name, number]));
}

/** Gives every slot that has no number the next one of its aspect. */
export function claimSlots(slots: Slots, wanted: readonly SlotName[]): void {
  for (const { aspect, name } of wanted) {
    if (slots.numbers[aspect].has(name)) continue;
    slots.numbers[aspect].set(name, slots.names[aspect].length);
    slots.names[aspect].push(name);
  }
}

export function findSlots(slots: Slots, wanted: readonly SlotName[]): SlotList {
  const list: number[] = [];
  for (const { aspect, name } of wanted) {
    const number = slots.numbers[aspect].get(name);
    if (number !== undefined) list.push(number, MULTIPLIERS[aspect]);
  }
  return Int32Array.from(list);
}

/** What the labels of a tagging are for: entity types, mentions of relations, event types, roles. */
export type LabelKind = 'entity' | 'mention' | 'event' | 'role';

/** A label of a tagging: the slots of its first token and of the others, and a hash that names it in features. */
export interface Label {
  readonly begin: SlotList;
  readonly inside: SlotList;
  readonly id: number;
}

export function findLabel(slots: Slots, kind: LabelKind, name: string, schema: string): Label {
  return {
    begin: findSlots(slots, labelSlotNames(kind, 'begin', name, schema)),
    inside: findSlots(slots, labelSlotNames(kind, 'inside', name, schema)),
    id: hashText(`label ${kind} ${name}`),
  };
}

export function labelSlotNames(
  kind: LabelKind,
  place: 'begin' | 'inside',
  name: string,
  schema: string,
): readonly SlotName[] {
  const words = name.split(/[ .]/);
  const named = words.length > 1 ? [name, ...words] : [name];
  return [
    ...named.map((part) => ({ aspect: 'name', name: `${kind} ${place} ${part}` }) as const),
    { aspect: 'kind', name: `${kind} ${place}` },
    { aspect: 'schema', name: `${kind} ${place} ${schema} ${name}` },
  ];
}

/** The slots of a relation type in one direction: forward when the head stands first in the text. */
export function relationSlotNames(type: string, direction: 'forward' | 'backward'): readonly SlotName[] {
  return [
    { aspect: 'name', name: `relation ${direction} ${type}` },
    { aspect: 'name', name: `relation either ${type}` },
    { aspect: 'kind', name: `relation ${direction}` },
  ];
}

/** The slot of the choice to write empty fields. */
export function styleSlotNames(): readonly SlotName[] {
  return [{ aspect: 'kind', name: 'complete style' }];
}
