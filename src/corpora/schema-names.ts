import { rolesOfSchema } from '../uie/event-roles.ts';
import type { Schema } from '../uie/records.ts';

/** The names of a schema's types, in order. */
export function typeNames(schema: Schema): readonly string[] {
  return schema.task === 'ee' ? schema.types.map((type) => type.name) : schema.types;
}

/** All roles of a schema, each once, in the order in which the types bring them; none without events. */
export function roleNames(schema: Schema): readonly string[] {
  return schema.task === 'ee' ? rolesOfSchema(schema) : [];
}
