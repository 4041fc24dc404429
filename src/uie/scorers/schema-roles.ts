/** The roles that a schema knows, white space squeezed as in decoded answers; none for other tasks than events. */
import { rolesOfSchema } from '../event-roles.ts';
import type { Schema } from '../records.ts';
import { squeeze } from '../white-space.ts';

/** The roles of all event types. */
export function rolesOfAllTypes(schema: Schema): ReadonlySet<string> {
  return new Set(schema.task === 'ee' ? rolesOfSchema(schema).map(squeeze) : []);
}

/** The roles of one event type; those of all types where its list is empty. */
export function rolesOfType(schema: Schema, type: string): ReadonlySet<string> {
  const types = schema.task === 'ee' ? schema.types : [];
  const roles = types.find(({ name }) => squeeze(name) === type)?.roles ?? [];
  return roles.length > 0 ? new Set(roles.map(squeeze)) : rolesOfAllTypes(schema);
}
