/** Synthetic stand-ins: examples in a card's schema, written from templates and lexicons of our own. */
import { ProuieError } from '../../errors.ts';
import { randomStream } from '../../random.ts';
import { type Example, SPLITS, type Structure } from '../../uie/records.ts';
import type { Card } from '../card.ts';
import type { SplitCounts } from './counts.ts';
import { entityWriter } from './entity-rows.ts';
import { eventWriter } from './event-rows.ts';
import type { Lexicon, LexiconFile } from './lexicon.ts';
import { relationWriter } from './relation-rows.ts';
import { rowDraft, type WriteRow } from './row-draft.ts';

/** What of a card decides its stand-in. Without `emptyRows` rows without an answer are kept. */
export type SyntheticCard = Pick<Card, 'id' | 'task' | 'schema' | 'domain'> &
  Partial<Pick<Card, 'emptyRows'>>;

/**
 * The examples of one data set, train then val then test, with ids such as `SciERC-train-17`. A row is drawn from the stream of
 * seed, set, split and row: equal arguments give equal examples, and more rows leave those before them as they are.
 * Every value of the gold stands in its text. With `names` a label has so many names in all, the same in every set.
 *
 * @throws ProuieError PROUIE_LEXICON_INCOMPLETE when the lexicon has no part for the card's task
 */
export function synthesize(
  card: SyntheticCard,
  lexicon: Lexicon,
  {
    seed,
    counts,
    names,
  }: { readonly seed: number; readonly counts: SplitCounts; readonly names?: number | undefined },
): Example[] {
  const write = rowWriter(card, lexicon);
  return SPLITS.flatMap((split) =>
    Array.from({ length: counts[split] }, (_, index): Example => {
      const random = randomStream('synthetic', seed, card.id, split, index);
      const { text, gold } = write(rowDraft(lexicon, card.domain, random, names));
      const id = `${card.id}-${split}-${index + 1}`;
      return { id, dataset: card.id, task: card.task, split, text, schema: card.schema, gold };
    }),
  );
}

function rowWriter(card: SyntheticCard, lexicon: Lexicon): WriteRow<Structure> {
  const { id, domain, schema } = card;
  const keepEmpty = card.emptyRows !== 'drop';
  switch (schema.task) {
    case 'ner':
      return entityWriter({ id, domain, schema, keepEmpty }, lexicon);
    case 're':
      return relationWriter({ schema, keepEmpty }, lexicon, lexicon.relations ?? missing(id, 'relations'));
    case 'ee':
      return eventWriter({ schema, keepEmpty }, lexicon, lexicon.events ?? missing(id, 'events'));
  }
}

function missing(id: string, part: LexiconFile): never {
  throw new ProuieError(
    'PROUIE_LEXICON_INCOMPLETE',
    `"${id}" needs the lexicon "${part}", which was not given.`,
    {
      hint: `Pass data/synthetic/${part}.yaml to readLexicon.`,
    },
  );
}
