/** Event groups and how well the argument pairs of a prediction's groups agree with those of the gold (F_full). */
import { assignLargest } from './assignment.ts';
import type { Event } from './records.ts';
import type { Overlap } from './set-overlap.ts';
import { pairUnit } from './unit.ts';
import { squeeze } from './white-space.ts';

/** One event: its trigger and its set of (role, argument) pairs. */
export interface EventGroup {
  readonly trigger: string;
  readonly pairs: ReadonlySet<string>;
}

/** Groups by event type, in the order given; `normalise` is applied to types, triggers, roles and texts. */
export function groupEvents(
  events: readonly Event[],
  normalise: (text: string) => string = squeeze,
): ReadonlyMap<string, readonly EventGroup[]> {
  const groups = new Map<string, EventGroup[]>();
  for (const event of events) {
    const type = normalise(event.type);
    const pairs = new Set<string>();
    for (const { role, text } of event.arguments) pairs.add(pairUnit(normalise(role), normalise(text)));
    const group = { trigger: normalise(event.trigger), pairs };
    const sameType = groups.get(type);
    if (sameType === undefined) groups.set(type, [group]);
    else sameType.push(group);
  }
  return groups;
}

/**
 * Pairs in gold groups, pairs in predicted groups, and the largest number of shared pairs that a one-to-one
 * assignment of groups of equal type can give (section 2.5.2, EE). Pairs of two groups are counted apart.
 *
 * @param triggerBound only groups with equal triggers may be matched
 */
export function alignArguments(
  gold: ReadonlyMap<string, readonly EventGroup[]>,
  predicted: ReadonlyMap<string, readonly EventGroup[]>,
  triggerBound: boolean,
): Overlap {
  let shared = 0;
  for (const [type, goldGroups] of gold) {
    const predictedGroups = predicted.get(type);
    if (predictedGroups !== undefined) shared += largestSharing(goldGroups, predictedGroups, triggerBound);
  }
  return { gold: countPairs(gold), predicted: countPairs(predicted), shared };
}

function largestSharing(
  gold: readonly EventGroup[],
  predicted: readonly EventGroup[],
  triggerBound: boolean,
): number {
  const weights = gold.map((goldGroup) =>
    predicted.map((group) =>
      triggerBound && group.trigger !== goldGroup.trigger ? 0 : countShared(goldGroup, group),
    ),
  );
  if (gold.length === 1) return Math.max(...weights[0]!);
  if (predicted.length === 1) return Math.max(...weights.map((row) => row[0]!));
  return assignLargest(weights).total;
}

function countShared(gold: EventGroup, predicted: EventGroup): number {
  let shared = 0;
  for (const pair of predicted.pairs) if (gold.pairs.has(pair)) shared++;
  return shared;
}

function countPairs(groups: ReadonlyMap<string, readonly EventGroup[]>): number {
  let pairs = 0;
  for (const sameType of groups.values()) for (const group of sameType) pairs += group.pairs.size;
  return pairs;
}
