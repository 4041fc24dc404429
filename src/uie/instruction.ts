/** The paper's instructions (Figures 4-8), word for word, and their inverse. */
import { ProuieError } from '../errors.ts';
import { rolesOfSchema } from './event-roles.ts';
import type { Schema, Style, Task } from './records.ts';

const OPENING = 'You are an information extraction assistant. Strictly extract ';
const CLOSING = 'The user input is:';
const CONCISE = 'Please use concise output with no empty fields. ';

const NER_END =
  ') from the user input. Slot values must be exact substrings of the input. If a slot has multiple values, join them with | in the order of first appearance and remove duplicates. ';
const RE_START = 'relation pairs for the following relation types (';
const RE_END =
  ") from the user input. Values must be exact substrings of the input. If a relation has multiple pairs, join them with | in the order of first appearance, and each pair must be formatted as 'word1, word2'. ";
const EE_START =
  'events for the following event types from the user input and reply with a single JSON object only. The keys MUST be exactly these event types: [';
const EE_MIDDLE =
  "]. For each event type, group arguments by trigger. Format each group as 'TRIGGER: ROLE: argument; ROLE: argument'. Valid roles include: [";
const EE_END = ']. ';

/** What an instruction asks for. `roles` are those of the whole schema; empty for entities and relations. */
export interface Instruction {
  readonly task: Task;
  readonly types: readonly string[];
  readonly roles: readonly string[];
  /** Whether keys without an answer are to be left out: the streamlined style of relations and events. */
  readonly concise: boolean;
}

/** One line that ends in `The user input is:`. Entities have the complete style only, so `style` leaves theirs alone. */
export function renderInstruction(schema: Schema, style: Style): string {
  const concise = style === 'sa' ? CONCISE : '';
  switch (schema.task) {
    case 'ner':
      return `${OPENING}${schema.types.length} slots (${schema.types.join(', ')}${NER_END}${CLOSING}`;
    case 're':
      return `${OPENING}${RE_START}${schema.types.join(', ')}${RE_END}${concise}${CLOSING}`;
    case 'ee': {
      const types = schema.types.map((type) => type.name).join(', ');
      const roles = rolesOfSchema(schema).join(', ');
      return `${OPENING}${EE_START}${types}${EE_MIDDLE}${roles}${EE_END}${concise}${CLOSING}`;
    }
  }
}

/**
 * The inverse of `renderInstruction`. Names are joined with `, ` and nothing else marks where one ends, so a name
 * that holds `, ` itself cannot be told from two; the number of slots shows it for entities.
 *
 * @throws ProuieError PROUIE_INSTRUCTION for any text that `renderInstruction` does not write
 */
export function parseInstruction(instruction: string): Instruction {
  const asked = between(instruction, OPENING, CLOSING);
  const concise = asked?.endsWith(CONCISE) === true;
  const body = concise ? asked.slice(0, -CONCISE.length) : asked;
  const parsed =
    body === undefined
      ? undefined
      : (parseNer(body, concise) ?? parseRe(body, concise) ?? parseEe(body, concise));
  if (parsed !== undefined) return parsed;
  const shown = instruction.length > 80 ? `${instruction.slice(0, 77)}…` : instruction;
  throw new ProuieError(
    'PROUIE_INSTRUCTION',
    `This instruction is none of the paper's (Figures 4-8): "${shown}"`,
    {
      hint: 'Write instructions with `prouie encode`.',
    },
  );
}

function parseNer(body: string, concise: boolean): Instruction | undefined {
  const slots = /^(\d+) slots \(/.exec(body);
  const names = slots === null || concise ? undefined : between(body, slots[0], NER_END);
  if (names === undefined) return undefined;
  const types = splitNames(names);
  return types.length === Number(slots![1]) ? { task: 'ner', types, roles: [], concise } : undefined;
}

function parseRe(body: string, concise: boolean): Instruction | undefined {
  const names = between(body, RE_START, RE_END);
  return names === undefined ? undefined : { task: 're', types: splitNames(names), roles: [], concise };
}

function parseEe(body: string, concise: boolean): Instruction | undefined {
  const names = between(body, EE_START, EE_END);
  const middle = names === undefined ? -1 : names.indexOf(EE_MIDDLE);
  if (names === undefined || middle < 0) return undefined;
  const roles = splitNames(names.slice(middle + EE_MIDDLE.length));
  return { task: 'ee', types: splitNames(names.slice(0, middle)), roles, concise };
}

function between(text: string, start: string, end: string): string | undefined {
  const fits = text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
  return fits ? text.slice(start.length, text.length - end.length) : undefined;
}

function splitNames(names: string): readonly string[] {
  return names === '' ? [] : names.split(', ');
}
