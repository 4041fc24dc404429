/** The JSON form of a structure: `{"entities":[...]}`, `{"relations":[...]}` or `{"events":[...]}`. */
import { listOf, objectOf, type Place, textOf, within } from './json-fields.ts';
import type { OrderedJson, OrderedObject } from './ordered-json.ts';
import type { Argument, Entity, Event, Relation, Structure, Task } from './records.ts';
import { squeeze } from './white-space.ts';

/** Unknown fields, such as the `spans` of a mention, are ignored. @throws ProuieError PROUIE_RECORD */
export function readStructure(task: Task, value: OrderedJson | undefined, place: Place): Structure {
  const structure = objectOf(value, place);
  switch (task) {
    case 'ner':
      return { task, entities: readList(structure, 'entities', place, readEntity) };
    case 're':
      return { task, relations: readList(structure, 'relations', place, readRelation) };
    case 'ee':
      return { task, events: readList(structure, 'events', place, readEvent) };
  }
}

/** The structure with its white space squeezed, as the decoder gives it. */
export function squeezeStructure(structure: Structure): Structure {
  switch (structure.task) {
    case 'ner':
      return {
        ...structure,
        entities: structure.entities.map(({ type, text }) => ({ type: squeeze(type), text: squeeze(text) })),
      };
    case 're':
      return {
        ...structure,
        relations: structure.relations.map(({ type, head, tail }) => ({
          type: squeeze(type),
          head: squeeze(head),
          tail: squeeze(tail),
        })),
      };
    case 'ee':
      return {
        ...structure,
        events: structure.events.map(({ type, trigger, arguments: found }) => ({
          type: squeeze(type),
          trigger: squeeze(trigger),
          arguments: found.map(({ role, text }) => ({ role: squeeze(role), text: squeeze(text) })),
        })),
      };
  }
}

export function structureToJson(structure: Structure): OrderedObject {
  switch (structure.task) {
    case 'ner':
      return new Map([['entities', structure.entities.map(({ type, text }) => fields({ type, text }))]]);
    case 're':
      return new Map([
        ['relations', structure.relations.map(({ type, head, tail }) => fields({ type, head, tail }))],
      ]);
    case 'ee':
      return new Map([['events', structure.events.map(eventToJson)]]);
  }
}

function eventToJson(event: Event): OrderedObject {
  const list = event.arguments.map(({ role, text }) => fields({ role, text }));
  return fields({ type: event.type, trigger: event.trigger, arguments: list });
}

function fields(object: Readonly<Record<string, OrderedJson>>): OrderedObject {
  return new Map(Object.entries(object));
}

function readList<T>(
  object: OrderedObject,
  field: string,
  place: Place,
  read: (item: OrderedObject, place: Place) => T,
): readonly T[] {
  const listPlace = within(place, field);
  return listOf(object, field, place).map((item, index) => {
    const itemPlace = within(listPlace, index);
    return read(objectOf(item, itemPlace), itemPlace);
  });
}

function readEntity(entity: OrderedObject, place: Place): Entity {
  return { type: textOf(entity, 'type', place), text: textOf(entity, 'text', place) };
}

function readRelation(relation: OrderedObject, place: Place): Relation {
  return {
    type: textOf(relation, 'type', place),
    head: textOf(relation, 'head', place),
    tail: textOf(relation, 'tail', place),
  };
}

function readEvent(event: OrderedObject, place: Place): Event {
  return {
    type: textOf(event, 'type', place),
    trigger: textOf(event, 'trigger', place),
    arguments: readList(event, 'arguments', place, readArgument),
  };
}

function readArgument(argument: OrderedObject, place: Place): Argument {
  return { role: textOf(argument, 'role', place), text: textOf(argument, 'text', place) };
}
