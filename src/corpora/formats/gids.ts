import type { Location } from '../../errors.ts';
import { squeeze } from '../../uie/white-space.ts';
import type { FileHead, Format, RawSentence } from '../format.ts';
import { firstLines } from '../head-lines.ts';
import { malformed } from '../malformed.ts';
import { readLines } from '../source.ts';

/** What ends the sentence of every row, and is no part of it. */
const END = /\s*###END###\s*$/;
const COLUMNS = 6;

/**
 * Sentences of distant supervision with one pair of entities each, as in GIDS and in the New York Times corpus of Riedel
 * et al. Names are written with underscores, in their columns and wherever they stand in the sentence; blanks are put back.
 * The first entity is the head.
 */
export const format: Format = {
  name: 'gids',
  describe:
    'id of the head, id of the tail, their names with underscores, relation, sentence with the same names and ###END###, with tabs',
  sample:
    '/m/01\t/m/02\tAnna_Keller\tNew_Oslo\t/people/person/place_of_birth\tAnna_Keller was born in New_Oslo . ###END###\n',
  tasks: ['re'],
  recognise: (head: FileHead) => {
    const rows = firstLines(head, 20).map((line) => line.split('\t'));
    return rows.length > 0 && rows.every(isRow);
  },
  async *read(sources) {
    for (const source of sources) {
      for await (const line of readLines(source)) {
        if (line.text.trim() !== '') yield sentence(line.text, { file: source.path, line: line.number });
      }
    }
  },
};

function isRow(cells: readonly string[]): boolean {
  const [, , head, tail, , text] = cells;
  if (cells.length !== COLUMNS) return false;
  return (
    END.test(text!) || (text!.includes(head!) && text!.includes(tail!) && `${head}${tail}`.includes('_'))
  );
}

function sentence(line: string, location: Location): RawSentence {
  const cells = line.split('\t');
  if (cells.length !== COLUMNS)
    throw malformed(`Expected ${COLUMNS} columns with tabs, found ${cells.length}.`, location);
  const [, , head, tail, relation, marked] = cells.map((cell) => cell.trim());
  if (relation === '') throw malformed('Expected a relation in column 5, found nothing.', location);
  const names = [head!, tail!];
  // The longer name first: the shorter one may be a part of it.
  const text = [...names]
    .sort((a, b) => b.length - a.length)
    .reduce(
      (written, name) => (name === '' ? written : written.replaceAll(name, withBlanks(name))),
      marked!.replace(END, ''),
    );
  const missing = names.filter((name) => name !== '' && !marked!.includes(name));
  return {
    text: squeeze(text),
    location,
    relations: [{ type: relation!, head: squeeze(withBlanks(head!)), tail: squeeze(withBlanks(tail!)) }],
    repairs: missing.map(() => 'mention-not-in-text'),
  };
}

/** A name may end with an underscore, which stands for nothing. */
function withBlanks(name: string): string {
  return name.replaceAll('_', ' ');
}
