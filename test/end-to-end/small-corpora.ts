import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAMES = ['Mira', 'Tomas', 'Ilse', 'Jovan'];
const TOWNS = ['Velden', 'Ostrava', 'Lund', 'Braga'];

type Row = (name: string, town: string) => { readonly text: string; readonly gold: object };

const nameInTown =
  (type: string): Row =>
  (name, town) => ({ text: `${name} works in ${town} .`, gold: { entities: [{ type, text: name }] } });

/** A data set of every task to train on, and one to predict only. */
const CORPORA: readonly {
  readonly id: string;
  readonly task: string;
  readonly schema: object;
  readonly row: Row;
}[] = [
  { id: 'ncbi-disease', task: 'ner', schema: { types: ['disease'] }, row: nameInTown('disease') },
  { id: 'CrossNER_AI', task: 'ner', schema: { types: ['researcher'] }, row: nameInTown('researcher') },
  {
    id: 'CoNLL2004',
    task: 're',
    schema: { types: ['live in'] },
    row: (name, town) => ({
      text: `${name} lives in ${town} .`,
      gold: { relations: [{ type: 'live in', head: name, tail: town }] },
    }),
  },
  {
    id: 'PHEE',
    task: 'ee',
    schema: { types: { 'adverse event': ['Subject'] } },
    row: (name, town) => ({
      text: `${name} fainted near ${town} .`,
      gold: {
        events: [{ type: 'adverse event', trigger: 'fainted', arguments: [{ role: 'Subject', text: name }] }],
      },
    }),
  },
];

/** Writes small corpora as `prouie data import` would leave them. @returns their names */
export function writeSmallCorpora(folder: string): string[] {
  for (const { id, task, schema, row } of CORPORA) {
    mkdirSync(join(folder, id));
    for (const split of ['train', 'val', 'test']) {
      const lines = NAMES.flatMap((name, at) =>
        TOWNS.map((town, number) => {
          const example = { id: `${id}/${split}/${at * TOWNS.length + number}`, dataset: id, task, split };
          const { text, gold } = row(name, town);
          return `${JSON.stringify({ ...example, text, schema, gold })}\n`;
        }),
      );
      writeFileSync(join(folder, id, `${split}.jsonl`), lines.join(''));
    }
  }
  return CORPORA.map(({ id }) => id);
}
