/** How well the argument pairs of a prediction's event groups agree with those of the gold (F_full). */
import { assignLargest } from './assignment.ts';
import type { Event } from './records.ts';
import { argumentUnits } from './reward-units.ts';
import { countShared, distinct, type Overlap } from './set-overlap.ts';

/** The events with each (role, argument) pair once: the groups that are aligned. */
export function groupArguments(events: readonly Event[]): readonly Event[] {
  const isRepeated = events.some(({ arguments: pairs }) => distinct(pairs, argumentUnits) !== pairs);
  if (!isRepeated) return events;
  return events.map((event) => ({ ...event, arguments: distinct(event.arguments, argumentUnits) }));
}

/**
 * Pairs in gold groups, pairs in predicted groups, and the largest number of shared pairs that a one-to-one
 * assignment of groups of equal type can give (section 2.5.2, EE). Pairs of two groups are counted apart. In every
 * group a pair stands once.
 *
 * @param triggerBound only groups with equal triggers may be matched
 */
export function alignArguments(
  gold: readonly Event[],
  predicted: readonly Event[],
  triggerBound: boolean,
): Overlap {
  const groups = groupByType(predicted);
  let shared = 0;
  for (const [type, goldGroups] of groupByType(gold)) {
    const predictedGroups = groups.get(type);
    if (predictedGroups !== undefined) shared += largestSharing(goldGroups, predictedGroups, triggerBound);
  }
  return { gold: countPairs(gold), predicted: countPairs(predicted), shared };
}

function groupByType(events: readonly Event[]): ReadonlyMap<string, readonly Event[]> {
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const sameType = groups.get(event.type);
    if (sameType === undefined) groups.set(event.type, [event]);
    else sameType.push(event);
  }
  return groups;
}

function largestSharing(gold: readonly Event[], predicted: readonly Event[], triggerBound: boolean): number {
  const weights = gold.map((goldGroup) =>
    predicted.map((group) =>
      triggerBound && group.trigger !== goldGroup.trigger
        ? 0
        : countShared(goldGroup.arguments, group.arguments, argumentUnits),
    ),
  );
  if (gold.length === 1) return Math.max(...weights[0]!);
  if (predicted.length === 1) return Math.max(...weights.map((row) => row[0]!));
  return assignLargest(weights).total;
}

function countPairs(events: readonly Event[]): number {
  let pairs = 0;
  for (const event of events) pairs += event.arguments.length;
  return pairs;
}
