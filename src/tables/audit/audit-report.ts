import { ProuieError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';
import type { AuditItem } from '../audit.ts';
import { paperError } from '../paper-file.ts';
import type { AuditFigures } from './audit-figures.ts';
import { type Check, type CheckLine, type Verdict, verdictOf } from './check.ts';
import { CHECKS } from './checks.ts';

/** One item with its check made. */
export interface CheckedItem {
  readonly item: AuditItem;
  readonly verdict: Verdict;
  /** Each line with its words. */
  readonly lines: readonly (CheckLine & { readonly what: string })[];
}

/**
 * Makes the checks of these items, in their order.
 *
 * @throws ProuieError PROUIE_PAPER_FILE for an item without a check, a line without words, or a figure that is missing
 */
export function checkItems(items: readonly AuditItem[], figures: AuditFigures): readonly CheckedItem[] {
  return items.map((item) => {
    const lines = checkOf(item)(figures).map((line) => {
      const what = item.lines[line.name];
      if (what === undefined) throw incomplete(`${item.id} has no words for the line ${line.name}.`);
      return { ...line, what };
    });
    return { item, verdict: verdictOf(lines), lines };
  });
}

/**
 * The items with these ids, in the order given; all where there are none.
 *
 * @throws ProuieError PROUIE_AUDIT_UNKNOWN with the nearest id
 */
export function selectItems(items: readonly AuditItem[], ids: readonly string[]): readonly AuditItem[] {
  if (ids.length === 0) return items;
  const known = items.map(({ id }) => id);
  return ids.map((id) => {
    const found = items.find((item) => item.id === id);
    if (found !== undefined) return found;
    throw new ProuieError('PROUIE_AUDIT_UNKNOWN', `The audit has no check "${id}".`, {
      hint: didYouMean(id, known) ?? `Known checks: ${known.join(', ')}.`,
    });
  });
}

/** How many items have each verdict. */
export function countVerdicts(checked: readonly CheckedItem[]): Readonly<Record<Verdict, number>> {
  const count = (wanted: Verdict): number => checked.filter(({ verdict }) => verdict === wanted).length;
  return {
    agrees: count('agrees'),
    differs: count('differs'),
    'cannot be checked': count('cannot be checked'),
  };
}

function checkOf({ id }: AuditItem): Check {
  const checks: { readonly [id: string]: Check } = CHECKS;
  if (!Object.hasOwn(checks, id)) throw incomplete(`${id} has no check.`);
  return checks[id]!;
}

function incomplete(message: string): ProuieError {
  return paperError('papers/prouie/audit.yaml', message);
}
