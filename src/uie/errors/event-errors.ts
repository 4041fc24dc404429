import type { Likening } from './pairing.ts';

/**
 * Triggers, (event type, trigger): `type` has the right trigger, `trigger` the right event type, an overlapping trigger
 * before others.
 */
export const likenTriggers: Likening = ([type, trigger], [goldType, goldTrigger], finder) => {
  if (trigger === goldTrigger) return { class: 'type', weight: 3 };
  if (type !== goldType) return undefined;
  return { class: 'trigger', weight: 1 + finder.overlap(trigger!, goldTrigger!) };
};

/**
 * Arguments, (event type, role, text): `role` is wrong in nothing else, `type` has the right text in an event of
 * another type, `argument-boundary` a text that overlaps the right one in an event of the right type; the right role
 * before another.
 */
export const likenArguments: Likening = ([type, role, text], [goldType, goldRole, goldText], finder) => {
  if (text === goldText) {
    if (type === goldType) return { class: 'role', weight: 5 };
    return { class: 'type', weight: role === goldRole ? 4 : 3 };
  }
  const overlap = type === goldType ? finder.overlap(text!, goldText!) : 0;
  if (overlap === 0) return undefined;
  return { class: 'argument-boundary', weight: (role === goldRole ? 2 : 1) + overlap / 2 };
};
