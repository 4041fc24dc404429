import type { Card } from '../../corpora/card.ts';
import { NER_ROWS_OF_TABLE_8, PUBLISHED_ROWS } from '../../corpora/mixture.ts';
import { drawnFrom, trainingSets } from '../../corpora/training-sets.ts';
import { TASKS, type Task } from '../../uie/records.ts';

/** One thing that was looked at. */
export interface CardFinding {
  readonly good: boolean;
  readonly text: string;
}

/** Sets of each task, and those out of domain, in Table 8. */
const SETS = { ner: 25, re: 8, ee: 3 } as const;
const OUT_OF_DOMAIN = 7;

/** The cards against the paper: how many, what they sum to, and that no mixture draws from a set out of domain. */
export function checkCards(cards: readonly Card[]): readonly CardFinding[] {
  const rowsOf = (task: Task): number =>
    trainingSets(cards).reduce((sum, set) => sum + (set.task === task ? set.trainedOn : 0), 0);
  const counts = TASKS.map((task) => `${cards.filter((card) => card.task === task).length} ${task}`);
  const out = cards.filter((card) => card.domain === 'out');
  const drawn = out.flatMap((card) =>
    drawnFrom(cards, card.id).map(({ phase, rows }) => `${rows} rows of ${card.id} in ${phase}`),
  );
  const re = PUBLISHED_ROWS.cm2.re;
  const ee = PUBLISHED_ROWS.cm3.ee;
  const ner = PUBLISHED_ROWS.cm1.ner;
  return [
    {
      good: TASKS.every((task) => cards.filter((card) => card.task === task).length === SETS[task]),
      text: `${cards.length} data sets: ${counts.join(', ')}`,
    },
    {
      good: rowsOf('ner') === NER_ROWS_OF_TABLE_8,
      text: `NER: ${rowsOf('ner')} training rows, as the rows of Table 8 sum to; the paper says ${ner}, and nothing explains the other ${ner - NER_ROWS_OF_TABLE_8}`,
    },
    {
      good: rowsOf('re') === re,
      text: `RE: ${rowsOf('re')} training rows with the up-sampled copies; the paper trains on ${re}`,
    },
    { good: rowsOf('ee') === ee, text: `EE: ${rowsOf('ee')} training rows; the paper trains on ${ee}` },
    {
      good: out.length === OUT_OF_DOMAIN && drawn.length === 0,
      text:
        drawn.length === 0
          ? `${out.length} data sets out of domain are in no mixture: ${out.map((card) => card.id).join(', ')}`
          : `mixtures draw from out of domain: ${drawn.join(', ')}`,
    },
  ];
}
