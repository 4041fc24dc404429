/** What is odd in the annotation of a data set: labels without use, rows without annotation, mentions outside of the text. */
import type { Example, Schema, Split, Structure } from '../uie/records.ts';
import { roleNames, typeNames } from './schema-names.ts';

export interface OutsideMentions {
  readonly count: number;
  /** The id of the first example with one, and the mention. */
  readonly first: { readonly id: string; readonly text: string };
}

export interface AnnotationFindings {
  /** Types of the schema that no example has. */
  readonly unusedTypes: readonly string[];
  readonly unusedRoles: readonly string[];
  /** Rows without any annotation; splits without such rows are left out. */
  readonly emptyRows: Readonly<Partial<Record<Split, number>>>;
  /** Entities, arguments and triggers that are no substring of the text; splits without such are left out. */
  readonly outside: Readonly<Partial<Record<Split, OutsideMentions>>>;
}

export interface AnnotationCheck {
  add(example: Example): void;
  findings(): AnnotationFindings;
}

export function createAnnotationCheck(schema: Schema): AnnotationCheck {
  const used = new Set<string>();
  const emptyRows: Partial<Record<Split, number>> = {};
  const outside: Partial<Record<Split, OutsideMentions>> = {};
  return {
    add({ id, split, text, gold }) {
      const { types, roles, mentions } = partsOf(gold);
      for (const type of types) used.add(`type ${type}`);
      for (const role of roles) used.add(`role ${role}`);
      if (types.length === 0) emptyRows[split] = (emptyRows[split] ?? 0) + 1;
      for (const mention of mentions) {
        if (text.includes(mention)) continue;
        const { count, first } = outside[split] ?? { count: 0, first: { id, text: mention } };
        outside[split] = { count: count + 1, first };
      }
    },
    findings: () => ({
      unusedTypes: typeNames(schema).filter((type) => !used.has(`type ${type}`)),
      unusedRoles: roleNames(schema).filter((role) => !used.has(`role ${role}`)),
      emptyRows,
      outside,
    }),
  };
}

interface Parts {
  readonly types: readonly string[];
  readonly roles: readonly string[];
  readonly mentions: readonly string[];
}

function partsOf(gold: Structure): Parts {
  switch (gold.task) {
    case 'ner':
      return {
        types: gold.entities.map(({ type }) => type),
        roles: [],
        mentions: gold.entities.map(({ text }) => text),
      };
    case 're':
      return {
        types: gold.relations.map(({ type }) => type),
        roles: [],
        mentions: gold.relations.flatMap(({ head, tail }) => [head, tail]),
      };
    case 'ee': {
      const found = gold.events.flatMap((event) => event.arguments);
      return {
        types: gold.events.map(({ type }) => type),
        roles: found.map(({ role }) => role),
        mentions: [...gold.events.map(({ trigger }) => trigger), ...found.map(({ text }) => text)],
      };
    }
  }
}
