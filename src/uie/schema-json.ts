/**
 * The JSON form of a schema: `{"types":["person"]}` for entities and relations, `{"types":{"raid":["Agent"]}}` for
 * events. The task is not part of it; it stands beside the schema in every record.
 */
import { namesOf, objectOf, type Place, within } from './json-fields.ts';
import type { OrderedJson, OrderedObject } from './ordered-json.ts';
import type { EventType, Schema, Task } from './records.ts';

/** @throws ProuieError PROUIE_RECORD for another form, or a type or role that is listed twice */
export function readSchema(task: Task, value: OrderedJson | undefined, place: Place): Schema {
  const types = objectOf(value, place).get('types');
  const typesPlace = within(place, 'types');
  if (task !== 'ee') return { task, types: namesOf(types, typesPlace) };
  const eventTypes: EventType[] = [];
  for (const [name, roles] of objectOf(types, typesPlace)) {
    eventTypes.push({ name, roles: namesOf(roles, within(typesPlace, name)) });
  }
  return { task, types: eventTypes };
}

export function schemaToJson(schema: Schema): OrderedObject {
  if (schema.task !== 'ee') return new Map([['types', schema.types]]);
  return new Map([['types', new Map(schema.types.map((type) => [type.name, type.roles]))]]);
}
