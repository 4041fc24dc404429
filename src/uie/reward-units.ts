/** The units of the reward (section 2.5.2): which parts of an entity, a relation, an event or an argument are one. */
import type { Argument, Entity, Event, Relation } from './records.ts';
import type { UnitKind } from './set-overlap.ts';
import { pairUnit, quadrupleUnit, tripleUnit } from './unit.ts';

/** T of entities and relations, E of events, all coarse: types. */
export const typeUnits = {
  areEqual: (a, b) => a.type === b.type,
  keyOf: ({ type }) => type,
} as const satisfies UnitKind<{ readonly type: string }>;

/** P of entities, fine: (type, text). */
export const entityUnits = {
  areEqual: (a, b) => a.text === b.text && a.type === b.type,
  keyOf: ({ type, text }) => pairUnit(type, text),
} as const satisfies UnitKind<Entity>;

/** H of relations, supportive: (type, head). */
export const headUnits = {
  areEqual: (a, b) => a.head === b.head && a.type === b.type,
  keyOf: ({ type, head }) => pairUnit(type, head),
} as const satisfies UnitKind<Relation>;

/** A of relations, supportive: (type, tail). */
export const tailUnits = {
  areEqual: (a, b) => a.tail === b.tail && a.type === b.type,
  keyOf: ({ type, tail }) => pairUnit(type, tail),
} as const satisfies UnitKind<Relation>;

/** R of relations, fine: (type, head, tail). */
export const relationUnits = {
  areEqual: (a, b) => a.head === b.head && a.tail === b.tail && a.type === b.type,
  keyOf: ({ type, head, tail }) => tripleUnit(type, head, tail),
} as const satisfies UnitKind<Relation>;

/** T of events, coarse: (type, trigger). */
export const triggerUnits = {
  areEqual: (a, b) => a.trigger === b.trigger && a.type === b.type,
  keyOf: ({ type, trigger }) => pairUnit(type, trigger),
} as const satisfies UnitKind<Event>;

/** Fine, inside one event: (role, argument). */
export const argumentUnits = {
  areEqual: (a, b) => a.text === b.text && a.role === b.role,
  keyOf: ({ role, text }) => pairUnit(role, text),
} as const satisfies UnitKind<Argument>;

/** An event by its trigger alone, or with one of its arguments. */
export interface EventItem {
  readonly type: string;
  readonly trigger: string;
  readonly argument?: Argument;
}

/** The items of plain F1 of events: (type, trigger) and (type, trigger, role, argument). */
export const eventItemUnits = {
  areEqual: (a, b) => eventItemKey(a) === eventItemKey(b),
  keyOf: eventItemKey,
} as const satisfies UnitKind<EventItem>;

export function eventItems(events: readonly Event[]): readonly EventItem[] {
  return events.flatMap(({ type, trigger, arguments: found }) => [
    { type, trigger },
    ...found.map((argument) => ({ type, trigger, argument })),
  ]);
}

function eventItemKey({ type, trigger, argument }: EventItem): string {
  if (argument === undefined) return pairUnit(type, trigger);
  return quadrupleUnit(type, trigger, argument.role, argument.text);
}
