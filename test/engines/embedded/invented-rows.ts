/** Small invented training rows of the three tasks, the same for the same seed. */
import { type Random, randomStream } from '../../../src/random.ts';
import { encodeTarget } from '../../../src/uie/encode.ts';
import { renderInstruction } from '../../../src/uie/instruction.ts';
import type { Schema, Structure, Style, Task, TrainingRow } from '../../../src/uie/records.ts';

const PEOPLE = ['Mira Oldane', 'Tomas Keel', 'Ada Brunn', 'Pel Istrom', 'Odo Vance'] as const;
const TOWNS = ['Harrowby', 'Quillmere', 'Port Ansel', 'Lindow', 'Estrava'] as const;
const DRUGS = ['velostatin', 'Cordapril', 'nemoxine', 'trazalol', 'beltimab'] as const;
const EFFECTS = ['night sweats', 'a dry cough', 'mild tremor', 'hair loss', 'severe fatigue'] as const;
const AGES = ['31-year-old', '54-year-old', '8-year-old'] as const;

export const ENTITY_SCHEMA: Schema = { task: 'ner', types: ['person', 'town', 'vessel'] };
export const RELATION_SCHEMA: Schema = { task: 're', types: ['lives in', 'born in'] };
const ROLES = ['Subject', 'Subject.Age', 'Treatment', 'Effect'];
export const EVENT_SCHEMA: Schema = {
  task: 'ee',
  types: [
    { name: 'adverse event', roles: ROLES },
    { name: 'therapy', roles: ROLES },
  ],
};

interface Annotated {
  readonly text: string;
  readonly schema: Schema;
  readonly gold: Structure;
}

export function inventRows(task: Task, count: number, seed: number, style: Style = 'cm'): TrainingRow[] {
  const random = randomStream(seed, 'invented', task);
  return Array.from({ length: count }, () => toRow(invent(task, random), style));
}

export function toRow({ text, schema, gold }: Annotated, style: Style = 'cm'): TrainingRow {
  return {
    instruction: renderInstruction(schema, style),
    input: text,
    output: encodeTarget(text, schema, gold, style),
  };
}

function invent(task: Task, random: Random): Annotated {
  switch (task) {
    case 'ner':
      return inventEntities(random);
    case 're':
      return inventRelations(random);
    case 'ee':
      return inventEvents(random);
  }
}

function inventEntities(random: Random): Annotated {
  const person = pick(PEOPLE, random);
  const town = pick(TOWNS, random);
  const text = pick(
    [
      `${person} walked from the mill to ${town} before noon.`,
      `In ${town}, nobody had seen ${person} for years.`,
      `The ferry reached ${town} late.`,
    ],
    random,
  );
  const entities = [
    ...(text.includes(person) ? [{ type: 'person', text: person }] : []),
    { type: 'town', text: town },
  ];
  return { text, schema: ENTITY_SCHEMA, gold: { task: 'ner', entities } };
}

function inventRelations(random: Random): Annotated {
  const person = pick(PEOPLE, random);
  const town = pick(TOWNS, random);
  const isBirth = random.below(2) === 0;
  const text = isBirth
    ? pick([`${person} was born in ${town}.`, `Born in ${town}, ${person} left early.`], random)
    : pick([`${person} keeps a house in ${town}.`, `A house in ${town} belongs to ${person}.`], random);
  const relations = [{ type: isBirth ? 'born in' : 'lives in', head: person, tail: town }];
  return { text, schema: RELATION_SCHEMA, gold: { task: 're', relations } };
}

function inventEvents(random: Random): Annotated {
  const drug = pick(DRUGS, random);
  const effect = pick(EFFECTS, random);
  const age = pick(AGES, random);
  const subject = `a ${age} woman`;
  const person = [
    { role: 'Subject', text: subject },
    { role: 'Subject.Age', text: age },
  ];
  const treatment = { role: 'Treatment', text: drug };
  if (random.below(2) === 0) {
    const text = `We describe ${subject} in whom ${drug} induced ${effect}.`;
    const event = {
      type: 'adverse event',
      trigger: 'induced',
      arguments: [...person, treatment, { role: 'Effect', text: effect }],
    };
    return { text, schema: EVENT_SCHEMA, gold: { task: 'ee', events: [event] } };
  }
  const text = `In ${subject}, ${drug} was given without harm.`;
  const event = { type: 'therapy', trigger: 'given', arguments: [...person, treatment] };
  return { text, schema: EVENT_SCHEMA, gold: { task: 'ee', events: [event] } };
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[random.below(items.length)]!;
}
