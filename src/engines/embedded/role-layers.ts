/**
 * Role layers: roles whose arguments overlap (a subject and its age) are tagged in different passes over the text,
 * planned from the training targets. A plan is made when the first rows with these roles come, and stays.
 */
import type { EventStructure } from '../../uie/records.ts';

export interface RolePlan {
  /** The roles of the schema, in its order. */
  readonly roles: readonly string[];
  /** Indices into `roles`, one list a layer, in the order in which layers are tagged. */
  readonly layers: readonly (readonly number[])[];
}

/** Two roles share a layer when at most this share of the rarer one's arguments overlaps, or one argument does. */
const TOLERATED_OVERLAP = 0.04;

export function findRolePlan(plans: readonly RolePlan[], roles: readonly string[]): RolePlan | undefined {
  const name = JSON.stringify(roles);
  return plans.find((plan) => JSON.stringify(plan.roles) === name);
}

/**
 * Layers for these roles: first names without a dot, then their sub-roles (`Subject.Age`), frequent ones first; each
 * goes to the first layer without a role that it overlaps with.
 */
export function planRoleLayers(roles: readonly string[], gold: readonly EventStructure[]): RolePlan {
  const { counts, overlaps } = countOverlaps(roles, gold);
  const depth = (role: number): number => roles[role]!.split('.').length;
  const order = roles.map((_, role) => role);
  order.sort((a, b) => depth(a) - depth(b) || counts[b]! - counts[a]! || a - b);
  const layers: number[][] = [];
  for (const role of order) {
    const fits = (other: number): boolean =>
      overlaps[role]![other]! <= TOLERATED_OVERLAP * Math.min(counts[role]!, counts[other]!) + 1;
    const layer = layers.find((members) => members.every(fits));
    if (layer === undefined) layers.push([role]);
    else layer.push(role);
  }
  return { roles, layers };
}

/** How often each role has an argument, and how often each two of one event have one inside the other's. */
function countOverlaps(
  roles: readonly string[],
  gold: readonly EventStructure[],
): { readonly counts: readonly number[]; readonly overlaps: readonly (readonly number[])[] } {
  const numbers = new Map(roles.map((role, number) => [role, number]));
  const counts = roles.map(() => 0);
  const overlaps = roles.map(() => roles.map(() => 0));
  for (const event of gold.flatMap((structure) => structure.events)) {
    const known = event.arguments.filter((argument) => numbers.has(argument.role));
    known.forEach((argument, index) => {
      const role = numbers.get(argument.role)!;
      counts[role] = counts[role]! + 1;
      for (const earlier of known.slice(0, index)) {
        if (!argument.text.includes(earlier.text) && !earlier.text.includes(argument.text)) continue;
        const other = numbers.get(earlier.role)!;
        overlaps[role]![other] = overlaps[role]![other]! + 1;
        if (other !== role) overlaps[other]![role] = overlaps[other]![role]! + 1;
      }
    });
  }
  return { counts, overlaps };
}
