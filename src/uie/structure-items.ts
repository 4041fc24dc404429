import type { Event, Structure } from './records.ts';

/** The parts of one item: type and text; type, head and tail; type and trigger; type, role and text. */
export type ItemParts = readonly string[];

/** What a structure says, by metric, in its own order. Repeated items are kept. */
export interface StructureItems {
  readonly entity: readonly ItemParts[];
  readonly relation: readonly ItemParts[];
  readonly trigger: readonly ItemParts[];
  readonly argument: readonly ItemParts[];
}

/** The items of a structure as they stand in it; those of other tasks are empty. */
export function structureItems(structure: Structure): StructureItems {
  const none: readonly ItemParts[] = [];
  const items = { entity: none, relation: none, trigger: none, argument: none };
  switch (structure.task) {
    case 'ner':
      return { ...items, entity: structure.entities.map(({ type, text }) => [type, text]) };
    case 're':
      return { ...items, relation: structure.relations.map(({ type, head, tail }) => [type, head, tail]) };
    case 'ee':
      return {
        ...items,
        trigger: structure.events.map(({ type, trigger }) => [type, trigger]),
        argument: structure.events.flatMap(({ type, arguments: found }) =>
          found.map(({ role, text }) => [type, role, text]),
        ),
      };
  }
}

/** The events of a structure; none where it is of another task. */
export function eventsOf(structure: Structure): readonly Event[] {
  return structure.task === 'ee' ? structure.events : [];
}
