/** What a policy has to know of all rows before it learns from the first. */
import { ProuieError } from '../../errors.ts';
import { decodeOutput } from '../../uie/decode.ts';
import type { JsonLayout } from '../../uie/json-layout.ts';
import type { EventStructure, Structure, TrainingRow } from '../../uie/records.ts';
import { type Policy, promptOf } from './policy.ts';
import { promptSlotNames } from './prompt.ts';
import { findRolePlan, planRoleLayers } from './role-layers.ts';
import { claimSlots } from './slots.ts';

/** Claims slots, plans role layers, and notices the layout of the targets, all in the order of the rows. */
export function prepareRows(policy: Policy, rows: readonly TrainingRow[]): void {
  for (const instruction of new Set(rows.map((row) => row.instruction))) {
    claimSlots(policy.slots, promptSlotNames(instruction));
  }
  planRoles(policy, rows);
  policy.layout = layoutOf(rows) ?? policy.layout;
}

/**
 * The gold structure of a row, from its strings alone.
 *
 * @throws ProuieError PROUIE_TARGET_MALFORMED when the target is no JSON object
 */
export function decodeTarget(policy: Policy, row: TrainingRow, index: number): Structure {
  const { schema } = promptOf(policy, row.instruction);
  const { structure, malformed } = decodeOutput(row.output, { task: schema.task, schema, text: row.input });
  if (!malformed) return structure;
  throw new ProuieError(
    'PROUIE_TARGET_MALFORMED',
    `The target of training row ${index + 1} is no JSON object.`,
    {
      hint: 'Write targets with `prouie encode`.',
    },
  );
}

function planRoles(policy: Policy, rows: readonly TrainingRow[]): void {
  const gold = new Map<
    string,
    { readonly roles: readonly string[]; readonly structures: EventStructure[] }
  >();
  rows.forEach((row, index) => {
    const { schema, roles } = promptOf(policy, row.instruction);
    if (schema.task !== 'ee' || findRolePlan(policy.rolePlans, roles) !== undefined) return;
    const structure = decodeTarget(policy, row, index) as EventStructure;
    const name = JSON.stringify(roles);
    const others = gold.get(name);
    if (others === undefined) gold.set(name, { roles, structures: [structure] });
    else others.structures.push(structure);
  });
  for (const { roles, structures } of gold.values()) policy.rolePlans.push(planRoleLayers(roles, structures));
  policy.prompts.clear();
}

/** The layout of the first target that shows one. */
function layoutOf(rows: readonly TrainingRow[]): JsonLayout | undefined {
  const target = rows.find((row) => row.output.length > 2)?.output;
  if (target === undefined) return undefined;
  if (/^\{\s*\n/.test(target)) return 'pretty';
  return /^\{"(?:[^"\\]|\\.)*":"/.test(target) ? 'compact' : 'spaced';
}
