/** A choice that the paper leaves open, with what is chosen here. */
export interface Assumption {
  readonly name: string;
  /** What it is about. */
  readonly about: 'data' | 'targets' | 'answers' | 'training' | 'reward' | 'evaluation';
  readonly value: string;
  /** What else could be meant. */
  readonly alternatives: readonly string[];
  /** Why there is a choice, and why this one. */
  readonly reason: string;
  /** Where it is set: a setting of the profile, or a file; null where it is part of the code. */
  readonly setting: string | null;
  /** Whose scores show its effect: variants that differ in it alone, the chosen one first, or scorer profiles. */
  readonly compared: Compared | null;
}

export interface Compared {
  readonly by: 'variant' | 'scorer';
  readonly names: readonly string[];
}

/** A choice of which nothing was measured. */
export function unmeasured(
  name: string,
  about: Assumption['about'],
  value: string,
  alternatives: readonly string[],
  reason: string,
  setting: string | null,
): Assumption {
  return { name, about, value, alternatives, reason, setting, compared: null };
}
