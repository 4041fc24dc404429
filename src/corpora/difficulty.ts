/** What makes rows hard: how many rows of a task have several answers, none, values inside one another, and so on. */
import type { Entity, Event, Example, Relation, Task } from '../uie/records.ts';
import { findOnWordBorders } from '../uie/word-borders.ts';

/**
 * The difficulties that are counted, by task. A row has
 * - `several values`, `several pairs`, `several groups` when one type has two different answers or more;
 * - `none` without any answer; `no arguments` when an event stands alone; `repeated role` when an event has a role twice;
 * - `nested` when a value is part of another, `overlapping` when two values share words and neither holds the other;
 * - `comma`, `colon` when a value has one inside;
 * - `shared argument` when two pairs, or two events, have a text in common;
 * - `both directions` when a tail stands before its head, and other rows of the data set have the type the other way round;
 * - `ambiguous type` when a value, a pair or a trigger of the row bears another type somewhere in the data set.
 */
export const DIFFICULTIES = {
  ner: ['several values', 'none', 'nested', 'overlapping', 'comma', 'colon', 'ambiguous type'],
  re: [
    'several pairs',
    'none',
    'nested',
    'comma',
    'colon',
    'shared argument',
    'both directions',
    'ambiguous type',
  ],
  ee: [
    'several groups',
    'none',
    'no arguments',
    'repeated role',
    'shared argument',
    'nested',
    'comma',
    'colon',
    'ambiguous type',
  ],
} as const satisfies Readonly<Record<Task, readonly string[]>>;

export type Difficulty<T extends Task = Task> = (typeof DIFFICULTIES)[T][number];

export interface DifficultyCounts<T extends Task = Task> {
  /** The examples of the task. */
  readonly rows: number;
  /** The rows that have each difficulty. */
  readonly counts: Readonly<Record<Difficulty<T>, number>>;
}

/** Counts rows of one data set or of many; what is said about a data set never mixes two of them. */
export function countDifficulties(examples: readonly Example[]): {
  readonly [T in Task]: DifficultyCounts<T>;
} {
  const known = surveyOf(examples);
  const count = <T extends Task>(task: T): DifficultyCounts<T> => {
    const rows = examples.filter((example) => example.gold.task === task);
    const found = rows.map((row) => difficultiesOf(row, known));
    const counts = DIFFICULTIES[task].map(
      (name) => [name, found.filter((names) => names.has(name)).length] as const,
    );
    return { rows: rows.length, counts: Object.fromEntries(counts) as Record<Difficulty<T>, number> };
  };
  return { ner: count('ner'), re: count('re'), ee: count('ee') };
}

/** What is known of whole data sets: the types of each answer, and the directions of each relation type. */
interface Survey {
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  readonly directions: ReadonlyMap<string, ReadonlySet<boolean>>;
}

function surveyOf(examples: readonly Example[]): Survey {
  const types = new Map<string, Set<string>>();
  const directions = new Map<string, Set<boolean>>();
  for (const example of examples) {
    for (const { type, answer } of answersOf(example))
      noted(types, key(example.dataset, ...answer)).add(type);
    if (example.gold.task !== 're') continue;
    for (const relation of example.gold.relations) {
      noted(directions, key(example.dataset, relation.type)).add(isReversed(example.text, relation));
    }
  }
  return { types, directions };
}

function difficultiesOf(example: Example, known: Survey): ReadonlySet<Difficulty> {
  const { dataset, text, gold } = example;
  const answers = answersOf(example);
  const values = [...new Set(valuesOf(example))];
  const has = new Map<Difficulty, boolean>([
    ['none', answers.length === 0],
    [
      'nested',
      values.some((inner) => values.some((outer) => outer !== inner && findOnWordBorders(outer, inner) >= 0)),
    ],
    ['comma', values.some((value) => value.includes(','))],
    ['colon', values.some((value) => value.includes(':'))],
    ['ambiguous type', answers.some(({ answer }) => known.types.get(key(dataset, ...answer))!.size > 1)],
  ]);
  if (gold.task === 'ner') {
    has.set('several values', hasRepeatedType(answers));
    has.set('overlapping', overlap(text, values));
  } else if (gold.task === 're') {
    const { relations } = gold;
    has.set('several pairs', hasRepeatedType(answers));
    has.set('shared argument', repeats(relations.map(({ head, tail }) => [head, tail])));
    const bothWays = ({ type }: Relation): boolean => known.directions.get(key(dataset, type))!.size > 1;
    has.set(
      'both directions',
      relations.some((relation) => isReversed(text, relation) && bothWays(relation)),
    );
  } else {
    const { events } = gold;
    has.set(
      'several groups',
      hasRepeatedType(events.map((event, index) => ({ ...event, answer: [String(index)] }))),
    );
    has.set(
      'no arguments',
      events.some((event) => event.arguments.length === 0),
    );
    has.set(
      'repeated role',
      events.some((event) => repeats(event.arguments.map(({ role }) => [role]))),
    );
    has.set(
      'shared argument',
      repeats(events.map((event) => event.arguments.map((argument) => argument.text))),
    );
  }
  return new Set([...has].filter(([, holds]) => holds).map(([name]) => name));
}

/** The typed answers of a row: mentions, pairs, or triggers. */
function answersOf({
  gold,
}: Example): readonly { readonly type: string; readonly answer: readonly string[] }[] {
  if (gold.task === 'ner') return gold.entities.map(({ type, text }: Entity) => ({ type, answer: [text] }));
  if (gold.task === 're')
    return gold.relations.map(({ type, head, tail }: Relation) => ({ type, answer: [head, tail] }));
  return gold.events.map(({ type, trigger }: Event) => ({ type, answer: [trigger] }));
}

function valuesOf({ gold }: Example): readonly string[] {
  if (gold.task === 'ner') return gold.entities.map(({ text }) => text);
  if (gold.task === 're') return gold.relations.flatMap(({ head, tail }) => [head, tail]);
  return gold.events.flatMap((event) => event.arguments.map(({ text }) => text));
}

function hasRepeatedType(
  answers: readonly { readonly type: string; readonly answer: readonly string[] }[],
): boolean {
  const different = new Map(answers.map(({ type, answer }) => [key(type, ...answer), type]));
  return repeats([...different.values()].map((type) => [type]));
}

/** Whether two of the lists have an item in common. */
function repeats(lists: readonly (readonly string[])[]): boolean {
  const items = lists.flatMap((list) => [...new Set(list)]);
  return new Set(items).size < items.length;
}

function isReversed(text: string, { head, tail }: Relation): boolean {
  return text.indexOf(tail) < text.indexOf(head);
}

/** Whether the first places of two values in the text cross: they share words, and each has some that the other lacks. */
function overlap(text: string, values: readonly string[]): boolean {
  const places = values.map((value) => {
    const start = findOnWordBorders(text, value);
    return { start, end: start + value.length };
  });
  return places.some((one) =>
    places.some((other) => one.start < other.start && other.start < one.end && one.end < other.end),
  );
}

function noted<T>(map: Map<string, Set<T>>, name: string): Set<T> {
  const found = map.get(name) ?? new Set<T>();
  map.set(name, found);
  return found;
}

function key(...parts: readonly string[]): string {
  return parts.join('\u0000');
}
