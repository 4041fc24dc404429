import type { Card } from '../../corpora/card.ts';
import { REPAIRS } from '../../corpora/format.ts';
import type { ImportSummary } from '../../corpora/import.ts';
import { compareCounts } from '../../corpora/training-sets.ts';

/** What people should know of an import: where its counts are not those of Table 8, and what was mended. */
export function importRemarks(card: Card, { counts, repairs }: ImportSummary): readonly string[] {
  return [
    ...compareCounts(card, counts).map(({ split, found, published }) => {
      const difference =
        found === null || published === null ? '' : ` (${found > published ? '+' : ''}${found - published})`;
      return `${split}: ${found ?? 'none'} here, ${published ?? 'none'} in Table 8${difference}`;
    }),
    ...repairs.map(({ split, repair, count }) => `${split}: ${REPAIRS[repair]} (${count})`),
  ];
}
