import type { EventSchema } from './records.ts';

/** All roles of the schema, each once, in the order in which the types bring them. */
export function rolesOfSchema(schema: EventSchema): readonly string[] {
  const roles = new Set<string>();
  for (const type of schema.types) for (const role of type.roles) roles.add(role);
  return [...roles];
}
