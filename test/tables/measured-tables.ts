import { makeTable, TABLE_IDS } from '../../src/tables/all-tables.ts';
import { lengthRow, NOTHING, publishedScores } from './measured.ts';
import { paper } from './paper.ts';

const metrics = ['full', 'without-de', 'cm-only', 'sft-control'].flatMap((variant, index) =>
  publishedScores(variant, { shift: -index / 3, keep: (dataset) => dataset !== 'GIDS' }),
);
const lengths = [
  lengthRow('SciERC', 're', 'cm-only', [10, 12, 40]),
  lengthRow('semeval_RE', 're', 'cm-only', [9]),
];
const missing = [{ dataset: 'GIDS', reason: 'not found: looked for "GIDS", 100% <licensed> | a_b, \\ {x}' }];
/** Something of all that a table may hold: shifted scores, lengths, a data set that is missing for a reason with special signs. */
export const MEASURED = { ...NOTHING, engine: 'embedded', metrics, lengths, missing };
/** All tables of it. */
export const TABLES = TABLE_IDS.map((table) => makeTable(table, paper, MEASURED));
