import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import type { Card } from './card.ts';

/**
 * The card with this id, or with this name in Table 8, else with this name in Tables 1 to 4; case does not matter.
 *
 * @throws ProuieError PROUIE_DATASET_UNKNOWN, PROUIE_DATASET_AMBIGUOUS (ACE2005 is two sets)
 */
export function findCard(cards: readonly Card[], name: string): Card {
  const wanted = name.toLowerCase();
  for (const key of ['id', 'name', 'resultName'] as const) {
    const found = cards.filter((card) => card[key].toLowerCase() === wanted);
    if (found.length > 1) {
      const ids = found.map((card) => card.id).join(' and ');
      throw new ProuieError(
        'PROUIE_DATASET_AMBIGUOUS',
        `"${name}" names ${found.length} data sets: ${ids}.`,
        {
          hint: `Write ${found.map((card) => card.id).join(' or ')}.`,
        },
      );
    }
    if (found.length === 1) return found[0]!;
  }
  const names = cards.flatMap((card) => [card.id, card.name]);
  throw new ProuieError('PROUIE_DATASET_UNKNOWN', `There is no data set "${name}".`, {
    hint:
      didYouMean(name, names) ??
      '`prouie data list` shows them all; one of your own needs a card, which --cards names.',
  });
}
