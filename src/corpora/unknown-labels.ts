/** The labels of a corpus that its card does not know. */
import { type Location, ProuieError } from '../errors.ts';

export interface UnknownLabel {
  /** `type X` or `role X`. */
  readonly label: string;
  readonly count: number;
  readonly first: Location | undefined;
  readonly hint: string | undefined;
}

export interface UnknownLabels {
  /** @param error what to throw for the label, see `labelReader` */
  note(error: ProuieError, label: string): void;
  any(): boolean;
  list(): readonly UnknownLabel[];
  /** What to throw for all of them: the error of the first, whose hint names the others. Undefined when there are none. */
  error(): ProuieError | undefined;
}

/** So many labels are named in one hint. */
const NAMED = 20;

export function unknownLabels(): UnknownLabels {
  const found = new Map<string, UnknownLabel>();
  let first: ProuieError | undefined;
  return {
    note(error, label) {
      first ??= error;
      const known = found.get(label);
      const { first: place, hint } = known ?? { first: error.location, hint: error.hint };
      found.set(label, { label, count: (known?.count ?? 0) + 1, first: place, hint });
    },
    any: () => found.size > 0,
    list: () => [...found.values()],
    error() {
      const others = [...found.values()].slice(1);
      if (first === undefined || others.length === 0) return first;
      const named = others.slice(0, NAMED).map(({ label, count }) => `${label} (${count})`);
      if (others.length > NAMED) named.push(`and ${others.length - NAMED} more`);
      const hint = [first.hint, `Also unknown in this split: ${named.join(', ')}.`].filter(Boolean).join(' ');
      return new ProuieError(first.code, first.message, { hint, location: first.location });
    },
  };
}
