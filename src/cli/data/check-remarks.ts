/** What `prouie data check` says of annotations and texts, as sentences. */
import type { AnnotationFindings } from '../../corpora/annotation-findings.ts';
import type { SharedTexts, TextCount, TextOverlap } from '../../corpora/text-overlap.ts';
import { SPLITS, type Split } from '../../uie/records.ts';

export function annotationRemarks({
  unusedTypes,
  unusedRoles,
  emptyRows,
  outside,
}: AnnotationFindings): readonly string[] {
  return [
    ...(unusedTypes.length === 0 ? [] : [`types of the card that no row has: ${unusedTypes.join(', ')}`]),
    ...(unusedRoles.length === 0 ? [] : [`roles of the card that no row has: ${unusedRoles.join(', ')}`]),
    ...SPLITS.flatMap((split) =>
      emptyRows[split] === undefined ? [] : [`${split}: rows without annotation (${emptyRows[split]})`],
    ),
    ...SPLITS.flatMap((split) => {
      const found = outside[split];
      if (found === undefined) return [];
      const { count, first } = found;
      const example = `${JSON.stringify(first.text)} in ${first.id}`;
      return [`${split}: ${count} mentions do not stand in their text, first ${example}`];
    }),
  ];
}

/** @param shared those of one data set */
export function overlapRemarks(
  repeated: Readonly<Partial<Record<Split, TextCount>>>,
  shared: readonly SharedTexts[],
  overlap: TextOverlap,
): readonly string[] {
  const inOwn = shared.filter(({ of, inside }) => of.dataset === inside.dataset);
  const inOthers = shared.filter((pair) => !inOwn.includes(pair));
  return [
    ...SPLITS.flatMap((split) => {
      const rows = repeated[split];
      return rows === undefined
        ? []
        : [`${split}: rows that repeat a text of the split (${rows.exact}${wider(rows)})`];
    }),
    ...[...inOwn, ...inOthers].map((pair) => {
      const { of, inside, exact } = pair;
      const where = of.dataset === inside.dataset ? inside.split : `${inside.split} of ${inside.dataset}`;
      return `${of.split}: ${exact} of ${overlap.different(of)} different texts stand in ${where} too${wider(pair)}`;
    }),
  ];
}

/** The wider count, where it is another. */
function wider({ exact, alike }: TextCount): string {
  return exact === alike ? '' : `, ${alike} but for case, white space and punctuation`;
}
