/** ExactAcc of slots (Appendix A.5, Figure 3): whether the value of a slot is the gold value to the letter. */
import type { Answer } from './answers.ts';
import { decodeOutput } from './decode.ts';
import { encodeTarget } from './encode.ts';
import type { Example, Structure } from './records.ts';

/** Counts of one slot over all queries. */
export interface SlotCounts {
  readonly slot: string;
  /** Queries whose gold value is not empty. */
  readonly filled: number;
  /** Queries whose value is the gold value; both may be empty. */
  readonly exact: number;
  /** Those of them whose gold value is not empty. */
  readonly exactFilled: number;
}

export interface SlotAccuracy {
  readonly queries: number;
  /** Outputs that could not be read. */
  readonly malformed: number;
  readonly slots: readonly SlotCounts[];
}

/**
 * Counts every slot of the examples' schema. Values are compared as strings after white space was squeezed and trimmed;
 * a slot without a value is the empty string, and in a malformed output every slot is wrong, also one whose gold value is
 * empty.
 *
 * @param slots the types of the examples' schema
 */
export function countSlots(answers: readonly Answer[], slots: readonly string[]): SlotAccuracy {
  const counts = slots.map((slot) => ({ slot, filled: 0, exact: 0, exactFilled: 0 }));
  let malformed = 0;
  for (const { example, decoded } of answers) {
    if (decoded.malformed) malformed++;
    const gold = goldValues(example, slots);
    const found = slotValues(decoded.structure, slots);
    for (const [index, count] of counts.entries()) {
      const isFilled = gold[index] !== '';
      const isExact = !decoded.malformed && found[index] === gold[index];
      if (isFilled) count.filled++;
      if (isExact) count.exact++;
      if (isFilled && isExact) count.exactFilled++;
    }
  }
  return { queries: answers.length, malformed, slots: counts };
}

/** The value of every slot: its texts joined with ` | ` as they stand in the structure; `""` without one. */
function slotValues(structure: Structure, slots: readonly string[]): readonly string[] {
  const entities = structure.task === 'ner' ? structure.entities : [];
  return slots.map((slot) => entities.flatMap(({ type, text }) => (type === slot ? [text] : [])).join(' | '));
}

/** The values that a target string has: in the order of first appearance, each once (Figure 4). */
function goldValues(example: Example, slots: readonly string[]): readonly string[] {
  const { text, schema, gold, task } = example;
  const target = encodeTarget(text, schema, gold, 'cm');
  return slotValues(decodeOutput(target, { task, schema, text }).structure, slots);
}

/** A share in percent, unrounded; 0 of nothing. */
export function exactAccuracy(exact: number, queries: number): number {
  return queries === 0 ? 0 : (100 * exact) / queries;
}
