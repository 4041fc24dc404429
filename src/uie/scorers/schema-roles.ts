/** The roles that a schema knows, white space squeezed as in decoded answers; none for other tasks than events. */
import { rolesOfSchema } from '../event-roles.ts';
import type { Schema } from '../records.ts';
import { squeeze } from '../white-space.ts';

interface SchemaRoles {
  readonly all: ReadonlySet<string>;
  /** By event type; types whose list is empty have no entry. */
  readonly byType: ReadonlyMap<string, ReadonlySet<string>>;
}

const known = /* @__PURE__ */ new WeakMap<Schema, SchemaRoles>();

/** The roles of all event types. */
export function rolesOfAllTypes(schema: Schema): ReadonlySet<string> {
  return rolesOf(schema).all;
}

/** The roles of one event type; those of all types where its list is empty. */
export function rolesOfType(schema: Schema, type: string): ReadonlySet<string> {
  const { all, byType } = rolesOf(schema);
  return byType.get(type) ?? all;
}

function rolesOf(schema: Schema): SchemaRoles {
  let roles = known.get(schema);
  if (roles === undefined) {
    roles = collectRoles(schema);
    known.set(schema, roles);
  }
  return roles;
}

function collectRoles(schema: Schema): SchemaRoles {
  if (schema.task !== 'ee') return { all: new Set(), byType: new Map() };
  const byType = new Map<string, ReadonlySet<string>>();
  // Of types that are the same but for white space, the first counts.
  for (const { name, roles } of [...schema.types].reverse()) {
    if (roles.length > 0) byType.set(squeeze(name), new Set(roles.map(squeeze)));
    else byType.delete(squeeze(name));
  }
  return { all: new Set(rolesOfSchema(schema).map(squeeze)), byType };
}
