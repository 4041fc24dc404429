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

/**
 * A function that returns the schema it was given last whenever the next one is equal to it. Records of a file mostly
 * have one schema, so its compiled form is made once and it is kept in memory once.
 */
export function schemaSharer(): (schema: Schema) => Schema {
  let last: Schema | undefined;
  return (schema) => {
    if (last === undefined || !areEqual(last, schema)) last = schema;
    return last;
  };
}

function areEqual(a: Schema, b: Schema): boolean {
  if (a.task === 'ee' && b.task === 'ee') {
    return (
      a.types.length === b.types.length &&
      a.types.every((type, index) => {
        const other = b.types[index]!;
        return type.name === other.name && sameNames(type.roles, other.roles);
      })
    );
  }
  return a.task !== 'ee' && b.task !== 'ee' && a.task === b.task && sameNames(a.types, b.types);
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
