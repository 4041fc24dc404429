/** The rows in which InstructUIE asks for arguments: one for every gold event, which names its type. */
import type { Event, Structure } from '../records.ts';
import { eventsOf, structureItems } from '../structure-items.ts';
import { partsUnit } from '../unit.ts';
import type { Candidate } from './comparison.ts';
import { type AnswerString, argumentString, type Piece, piecesWithColon } from './instructuie-strings.ts';

/**
 * The arguments of gold and answer, row by row. All groups of a row's type answer it, whatever their triggers; a type
 * without a gold event is never asked for.
 *
 * @param write the answer string of a row, from the groups that answer it
 */
export function argumentRows(
  gold: Structure,
  answered: Structure,
  write: (events: readonly Event[]) => AnswerString,
): { readonly gold: readonly Candidate[]; readonly answer: readonly Candidate[] } {
  const given = eventsOf(answered);
  const rows = eventsOf(gold).map((event, row) => {
    const number = `${row}`;
    const inRow = ({ from, as, why }: Piece): Candidate => ({
      from,
      as: [event.type, event.trigger, ...as],
      key: partsUnit([number, ...as]),
      why,
    });
    const ofType = given.filter(({ type }) => type === event.type);
    return {
      gold: piecesWithColon(argumentString([event])).map(inRow),
      answer: piecesWithColon(write(ofType)).map(inRow),
    };
  });
  const asked = new Set(eventsOf(gold).map(({ type }) => type));
  const unasked = structureItems({ task: 'ee', events: given.filter(({ type }) => !asked.has(type)) });
  return {
    gold: rows.flatMap((row) => row.gold),
    answer: [
      ...rows.flatMap((row) => row.answer),
      ...unasked.argument.map((from) => ({ from, why: 'never asked for: no gold event of its type' })),
    ],
  };
}
