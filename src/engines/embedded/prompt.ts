/** An instruction made ready: its schema, and the labels and slots of every class it asks for. */
import { type Instruction, parseInstruction } from '../../uie/instruction.ts';
import type { Schema } from '../../uie/records.ts';
import { squeeze } from '../../uie/white-space.ts';
import { hashText } from './hash.ts';
import { findRolePlan, type RolePlan } from './role-layers.ts';
import {
  findLabel,
  findSlots,
  type Label,
  type LabelKind,
  labelSlotNames,
  relationSlotNames,
  type SlotList,
  type SlotName,
  type Slots,
  styleSlotNames,
} from './slots.ts';

export interface Prompt {
  readonly schema: Schema;
  /** Whether the instruction asks for no empty fields. */
  readonly concise: boolean;
  /** Hash of the types, in order. */
  readonly schemaId: number;
  readonly types: readonly string[];
  /** White space squeezed, as in a decoded structure; to the index in `types`. */
  readonly typeNumbers: ReadonlyMap<string, number>;
  /** Of the first tagging: entity types, event types, or the one kind of mention that relations have. */
  readonly labels: readonly Label[];
  /** Slots of the relation classes: forward and backward of each type. */
  readonly relations: readonly SlotList[];
  readonly roles: readonly string[];
  readonly roleNumbers: ReadonlyMap<string, number>;
  readonly layers: readonly RoleLayer[];
  readonly completeStyle: SlotList;
}

/** Roles that are tagged in one pass. */
export interface RoleLayer {
  /** Indices into the roles of the prompt. */
  readonly roles: readonly number[];
  readonly labels: readonly Label[];
}

/** @throws ProuieError PROUIE_INSTRUCTION when the instruction is none of the paper's */
export function readPrompt(instruction: string, slots: Slots, plans: readonly RolePlan[]): Prompt {
  const parsed = parseInstruction(instruction);
  const { types, roles } = parsed;
  const schema = schemaName(types);
  const roleLabels = roles.map((role) => findLabel(slots, 'role', role, schema));
  const layers = findRolePlan(plans, roles)?.layers ?? [roles.map((_, role) => role)];
  return {
    schema: schemaOf(parsed),
    concise: parsed.concise,
    schemaId: hashText(schema),
    types,
    typeNumbers: numbersOf(types),
    labels: taggedNames(parsed).map((name) => findLabel(slots, labelKind(parsed), name, schema)),
    relations: relationNames(parsed).map((names) => findSlots(slots, names)),
    roles,
    roleNumbers: numbersOf(roles),
    layers: layers.map((members) => ({ roles: members, labels: members.map((role) => roleLabels[role]!) })),
    completeStyle: findSlots(slots, styleSlotNames()),
  };
}

/** The names of all slots that an instruction needs, those used together side by side. */
export function promptSlotNames(instruction: string): readonly SlotName[] {
  const parsed = parseInstruction(instruction);
  const schema = schemaName(parsed.types);
  const labelNames = (kind: LabelKind, names: readonly string[]): readonly SlotName[] => [
    ...names.flatMap((name) => labelSlotNames(kind, 'begin', name, schema)),
    ...names.flatMap((name) => labelSlotNames(kind, 'inside', name, schema)),
  ];
  return [
    ...labelNames(labelKind(parsed), taggedNames(parsed)),
    ...relationNames(parsed).flat(),
    ...labelNames('role', parsed.roles),
    ...styleSlotNames(),
  ];
}

/** The schema that answers are written by. An instruction does not say which type has which roles. */
function schemaOf({ task, types, roles }: Instruction): Schema {
  return task === 'ee' ? { task, types: types.map((name) => ({ name, roles })) } : { task, types };
}

function schemaName(types: readonly string[]): string {
  return hashText(JSON.stringify(types)).toString(36);
}

function labelKind({ task }: Instruction): LabelKind {
  return task === 'ner' ? 'entity' : task === 're' ? 'mention' : 'event';
}

function taggedNames({ task, types }: Instruction): readonly string[] {
  return task === 're' ? ['mention'] : types;
}

function relationNames({ task, types }: Instruction): readonly (readonly SlotName[])[] {
  if (task !== 're') return [];
  return types.flatMap((type) => [relationSlotNames(type, 'forward'), relationSlotNames(type, 'backward')]);
}

function numbersOf(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, number) => [squeeze(name), number]));
}
