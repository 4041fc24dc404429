/** The unit sets of the reward (section 2.5.2), white space squeezed in types, roles and texts. */
import { type EventGroup, groupEvents } from './event-groups.ts';
import type { Entity, Event, Relation, Structure } from './records.ts';
import { pairUnit, quadrupleUnit, tripleUnit } from './unit.ts';
import { squeeze } from './white-space.ts';

/** Coarse T (types), fine P (type, text). */
export interface EntityUnits {
  readonly task: 'ner';
  readonly types: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
}
/** Coarse T (types), supportive H (type, head) and A (type, tail), fine R (type, head, tail). */
export interface RelationUnits {
  readonly task: 're';
  readonly types: ReadonlySet<string>;
  readonly heads: ReadonlySet<string>;
  readonly tails: ReadonlySet<string>;
  readonly triples: ReadonlySet<string>;
}
/** Coarse E (types) and T (type, trigger); the groups by type, whose (role, argument) pairs are aligned. */
export interface EventUnits {
  readonly task: 'ee';
  readonly types: ReadonlySet<string>;
  readonly triggers: ReadonlySet<string>;
  readonly groups: ReadonlyMap<string, readonly EventGroup[]>;
  /** (type, trigger) and (type, trigger, role, argument): the items of plain F1, made when they are asked for. */
  readonly items: () => ReadonlySet<string>;
}
export type RewardUnits = EntityUnits | RelationUnits | EventUnits;

type Normalise = (text: string) => string;

/** @param normalise what is done to every text; a decoded structure is squeezed already and needs nothing */
export function collectUnits(structure: Structure, normalise: Normalise = squeeze): RewardUnits {
  switch (structure.task) {
    case 'ner':
      return entityUnits(structure.entities, normalise);
    case 're':
      return relationUnits(structure.relations, normalise);
    case 'ee':
      return eventUnits(structure.events, normalise);
  }
}

function entityUnits(entities: readonly Entity[], normalise: Normalise): EntityUnits {
  const types = new Set<string>();
  const pairs = new Set<string>();
  for (const entity of entities) {
    const type = normalise(entity.type);
    types.add(type);
    pairs.add(pairUnit(type, normalise(entity.text)));
  }
  return { task: 'ner', types, pairs };
}

function relationUnits(relations: readonly Relation[], normalise: Normalise): RelationUnits {
  const types = new Set<string>();
  const heads = new Set<string>();
  const tails = new Set<string>();
  const triples = new Set<string>();
  for (const relation of relations) {
    const type = normalise(relation.type);
    const head = normalise(relation.head);
    const tail = normalise(relation.tail);
    types.add(type);
    heads.add(pairUnit(type, head));
    tails.add(pairUnit(type, tail));
    triples.add(tripleUnit(type, head, tail));
  }
  return { task: 're', types, heads, tails, triples };
}

function eventUnits(events: readonly Event[], normalise: Normalise): EventUnits {
  const triggers = new Set<string>();
  for (const event of events) triggers.add(pairUnit(normalise(event.type), normalise(event.trigger)));
  const groups = groupEvents(events, normalise);
  const items = (): ReadonlySet<string> => eventItems(events, normalise);
  return { task: 'ee', types: new Set(groups.keys()), triggers, groups, items };
}

function eventItems(events: readonly Event[], normalise: Normalise): ReadonlySet<string> {
  const items = new Set<string>();
  for (const event of events) {
    const type = normalise(event.type);
    const trigger = normalise(event.trigger);
    items.add(pairUnit(type, trigger));
    for (const { role, text } of event.arguments) {
      items.add(quadrupleUnit(type, trigger, normalise(role), normalise(text)));
    }
  }
  return items;
}
