import type { Likening } from './pairing.ts';

/**
 * Entities, (type, text): `type` has the right text, `boundary` a text that overlaps it; of the right type before one of
 * another.
 */
export const likenEntities: Likening = ([type, text], [goldType, goldText], finder) => {
  if (text === goldText) return { class: 'type', weight: 3 };
  const overlap = finder.overlap(text!, goldText!);
  if (overlap === 0) return undefined;
  return { class: 'boundary', weight: (type === goldType ? 2 : 1) + overlap / 2 };
};
