import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import type { Format } from './format.ts';
import { adeRel } from './formats/ade-rel.ts';
import { casie } from './formats/casie.ts';
import { columns } from './formats/columns.ts';
import { columnsIndexFirst } from './formats/columns-index-first.ts';
import { columnsMerged } from './formats/columns-merged.ts';
import { columnsTagFirst } from './formats/columns-tag-first.ts';
import { conll04Corp } from './formats/conll04-corp.ts';
import { conll2003 } from './formats/conll2003.ts';
import { copyRe } from './formats/copy-re.ts';
import { dygie } from './formats/dygie.ts';
import { examples } from './formats/examples.ts';
import { gids } from './formats/gids.ts';
import { hfArrow } from './formats/hf-arrow.ts';
import { hfParquet } from './formats/hf-parquet.ts';
import { instructuie } from './formats/instructuie.ts';
import { iob2 } from './formats/iob2.ts';
import { multihead } from './formats/multihead.ts';
import { nytTriples } from './formats/nyt-triples.ts';
import { oneie } from './formats/oneie.ts';
import { phee } from './formats/phee.ts';
import { semeval2010 } from './formats/semeval-2010.ts';
import { semevalTsv } from './formats/semeval-tsv.ts';
import { spert } from './formats/spert.ts';
import { table } from './formats/table.ts';
import { tokenTags } from './formats/token-tags.ts';
import { uie } from './formats/uie.ts';
import { universalNer } from './formats/universal-ner.ts';

/** Every format that corpora are read in. */
export const FORMATS: readonly Format[] = [
  columns,
  columnsTagFirst,
  columnsIndexFirst,
  conll2003,
  iob2,
  columnsMerged,
  universalNer,
  spert,
  tokenTags,
  conll04Corp,
  multihead,
  dygie,
  oneie,
  nytTriples,
  copyRe,
  semevalTsv,
  semeval2010,
  gids,
  adeRel,
  phee,
  casie,
  uie,
  instructuie,
  table,
  hfParquet,
  hfArrow,
  examples,
];

/** @throws ProuieError PROUIE_FORMAT_UNKNOWN with the nearest name */
export function findFormat(name: string): Format {
  const found = FORMATS.find((format) => format.name === name);
  if (found !== undefined) return found;
  const names = FORMATS.map((format) => format.name);
  throw new ProuieError('PROUIE_FORMAT_UNKNOWN', `There is no corpus format "${name}".`, {
    hint: didYouMean(name, names) ?? `Known formats: ${names.join(', ')}.`,
  });
}
