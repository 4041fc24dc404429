import type { Schema, Structure } from './records.ts';

/** The schema that stands in where none is given: the types and roles of the gold, in order of appearance. */
export function schemaOfGold(gold: Structure): Schema {
  switch (gold.task) {
    case 'ner':
      return { task: 'ner', types: [...new Set(gold.entities.map((entity) => entity.type))] };
    case 're':
      return { task: 're', types: [...new Set(gold.relations.map((relation) => relation.type))] };
    case 'ee': {
      const roles = new Map<string, Set<string>>();
      for (const event of gold.events) {
        const found = roles.get(event.type) ?? new Set();
        for (const argument of event.arguments) found.add(argument.role);
        roles.set(event.type, found);
      }
      return { task: 'ee', types: [...roles].map(([name, found]) => ({ name, roles: [...found] })) };
    }
  }
}
