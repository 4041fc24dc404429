/** What the decoder needs of a schema, made once for every schema object. */
import { rolesOfSchema } from './event-roles.ts';
import type { Schema } from './records.ts';
import { squeeze } from './white-space.ts';

/** What stands before an argument of a role: `role:`. */
export interface RoleMark {
  readonly role: string;
  readonly mark: string;
}

/** The marks of roles, the longest first. */
export type RoleMarks = readonly RoleMark[];

export interface CompiledSchema {
  /** Names of types, white space squeezed. */
  readonly types: ReadonlySet<string>;
  /** Marks of the roles of an event type; types whose list is empty have no entry. */
  readonly marks: ReadonlyMap<string, RoleMarks>;
  /** Marks of all the schema's roles. */
  readonly allMarks: RoleMarks;
}

const compiledSchemas = /* @__PURE__ */ new WeakMap<Schema, CompiledSchema>();

export function compileSchema(schema: Schema): CompiledSchema {
  let compiled = compiledSchemas.get(schema);
  if (compiled === undefined) {
    compiled = compile(schema);
    compiledSchemas.set(schema, compiled);
  }
  return compiled;
}

function compile(schema: Schema): CompiledSchema {
  if (schema.task !== 'ee')
    return { types: new Set(schema.types.map(squeeze)), marks: new Map(), allMarks: [] };
  const marks = new Map<string, RoleMarks>();
  for (const { name, roles } of schema.types) {
    if (roles.length > 0) marks.set(squeeze(name), marksOf(roles));
  }
  return {
    types: new Set(schema.types.map((type) => squeeze(type.name))),
    marks,
    allMarks: marksOf(rolesOfSchema(schema)),
  };
}

function marksOf(roles: readonly string[]): RoleMarks {
  const names = roles.map(squeeze).filter((role) => role !== '');
  return names.map((role) => ({ role, mark: `${role}:` })).sort((a, b) => b.mark.length - a.mark.length);
}
