import type { Card } from '../../corpora/card.ts';
import { type CountDifference, compareCounts } from '../../corpora/count-differences.ts';
import { REPAIRS } from '../../corpora/format.ts';
import type { ImportSummary } from '../../corpora/import.ts';

/** What people should know of an import: where its counts are not those of Table 8, and what was mended. */
export function importRemarks(card: Card, { counts, repairs }: ImportSummary): readonly string[] {
  const differences = compareCounts(card, counts);
  return [
    ...differences.map(describe),
    ...new Set(differences.flatMap(({ known }) => known.map((remark) => `known: ${remark}`))),
    ...repairs.map(({ split, repair, count }) => `${split}: ${REPAIRS[repair]} (${count})`),
  ];
}

function describe({ split, found, published }: CountDifference): string {
  const difference =
    found === null || published === null ? '' : ` (${found > published ? '+' : ''}${found - published})`;
  return `${split}: ${found ?? 'none'} here, ${published ?? 'none'} in Table 8${difference}`;
}
