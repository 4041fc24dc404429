import type { Card } from '../../corpora/card.ts';
import type { Example } from '../../uie/records.ts';

/** What is looked for in one corpus. */
export interface CorpusTexts {
  add(example: Example): void;
  /** One sentence for each kind of overlap that was found. */
  remarks(): readonly string[];
}

/**
 * Finds texts that stand in training and in test rows: of one data set, and of training rows in domain and test rows out
 * of domain. Ask it for the data sets out of domain first.
 */
export function findTextOverlap(): (card: Card) => CorpusTexts {
  const outOfDomain = new Map<string, string>();
  return (card) => {
    const train = new Set<string>();
    const test = new Set<string>();
    const leaked = new Map<string, number>();
    return {
      add({ split, text }) {
        if (split === 'train') {
          train.add(text);
          const other = card.domain === 'in' ? outOfDomain.get(text) : undefined;
          if (other !== undefined) leaked.set(other, (leaked.get(other) ?? 0) + 1);
        } else if (split === 'test') {
          test.add(text);
          if (card.domain === 'out') outOfDomain.set(text, card.id);
        }
      },
      remarks() {
        const shared = [...test].filter((text) => train.has(text)).length;
        return [
          ...(shared === 0 ? [] : [`test: ${shared} of ${test.size} different texts stand in train too`]),
          ...[...leaked].map(
            ([id, rows]) =>
              `train: ${rows} rows have a text of the test set of ${id}, which is out of domain`,
          ),
        ];
      },
    };
  };
}
