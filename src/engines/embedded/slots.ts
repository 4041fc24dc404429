/**
 * Slots: the numbers under which the features' weights for labels are kept. Every class of a decision is described by
 * a few slots - its name, the words of its name, any label of the task, its name within this schema - and so schemas
 * that share a name share what was learned about it. Slots are numbered in the order in which training rows first
 * bring them, and are part of a checkpoint. A name without a slot was never trained and counts for nothing.
 */
import { hashText } from './hash.ts';

export interface Slots {
  readonly names: string[];
  readonly numbers: Map<string, number>;
}

export function createSlots(names: readonly string[]): Slots {
  return { names: names.slice(), numbers: new Map(names.map((name, number) => [name, number])) };
}

/** Gives every name that has none the next number. */
export function claimSlots(slots: Slots, names: readonly string[]): void {
  for (const name of names) {
    if (slots.numbers.has(name)) continue;
    slots.numbers.set(name, slots.names.length);
    slots.names.push(name);
  }
}

export function findSlots(slots: Slots, names: readonly string[]): Int32Array {
  return Int32Array.from(
    names.map((name) => slots.numbers.get(name)).filter((number) => number !== undefined),
  );
}

/** What the labels of a tagging are for: entity types, mentions of relations, event types, roles. */
export type LabelKind = 'entity' | 'mention' | 'event' | 'role';

/** A label of a tagging: the slots of its first token and of the others, and a hash that names it in features. */
export interface Label {
  readonly begin: Int32Array;
  readonly inside: Int32Array;
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
): readonly string[] {
  const words = name.split(/[ .]/);
  return [
    `${kind} ${place} =${name}`,
    ...(words.length > 1 ? words.map((word) => `${kind} ${place} =${word}`) : []),
    `${kind} ${place}`,
    `${kind} ${place} @${schema} =${name}`,
  ];
}

/** The slots of a relation type in one direction; `forward` when the head stands first in the text. */
export function relationSlotNames(type: string, direction: 'forward' | 'backward'): readonly string[] {
  return [`relation ${direction} =${type}`, `relation ${direction}`, `relation =${type}`];
}

/** The slot of the choice to write empty fields. */
export const COMPLETE_STYLE_SLOTS = ['style complete'] as const;
