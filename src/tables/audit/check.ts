/** A check of the paper's figures: what it says, what follows by arithmetic, and whether the two agree. */
import { fixed } from '../decimals.ts';
import type { AuditFigures } from './audit-figures.ts';

export type Verdict = 'agrees' | 'differs' | 'cannot be checked';

/** How the figure that follows should stand to the stated one; null where the paper says nothing. */
export type Relation = 'equal' | 'above' | 'below' | 'at most' | null;

/** One figure that follows from others, beside what the paper says of it. */
export interface CheckLine {
  /** Its words stand under this name in `audit.yaml`. */
  readonly name: string;
  readonly relation: Relation;
  readonly stated: number | null;
  readonly follows: number;
  /** `follows` - `stated`. */
  readonly difference: number | null;
  readonly agrees: boolean | null;
  /** Decimals in which the figures are compared and shown. */
  readonly digits: number;
}

/** The lines of one check; none where no figure can decide it. */
export type Check = (figures: AuditFigures) => readonly CheckLine[];

/** Stated and following figure are the same when both are rounded to `digits` decimals. */
export function equal(name: string, stated: number, follows: number, digits = 2): CheckLine {
  return compare(name, 'equal', stated, follows, digits, fixed(follows, digits) === fixed(stated, digits));
}

/** Said to be greater than `bound`. */
export function above(name: string, follows: number, bound: number, digits = 2): CheckLine {
  return compare(name, 'above', bound, follows, digits, follows > bound);
}

/** Said to be less than `bound`. */
export function below(name: string, follows: number, bound: number, digits = 2): CheckLine {
  return compare(name, 'below', bound, follows, digits, follows < bound);
}

/** Said to be `bound` or less. */
export function atMost(name: string, follows: number, bound: number, digits = 0): CheckLine {
  return compare(name, 'at most', bound, follows, digits, follows <= bound);
}

/** A figure of which the paper says nothing; it decides nothing. */
export function derived(name: string, follows: number, digits = 2): CheckLine {
  return { name, relation: null, stated: null, follows, difference: null, agrees: null, digits };
}

/** One line that differs is enough for a check to differ. */
export function verdictOf(lines: readonly CheckLine[]): Verdict {
  if (lines.some(({ agrees }) => agrees === false)) return 'differs';
  return lines.some(({ agrees }) => agrees === true) ? 'agrees' : 'cannot be checked';
}

function compare(
  name: string,
  relation: Relation,
  stated: number,
  follows: number,
  digits: number,
  agrees: boolean,
): CheckLine {
  return { name, relation, stated, follows, difference: follows - stated, agrees, digits };
}
