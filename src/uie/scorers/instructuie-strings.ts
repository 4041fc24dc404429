/**
 * The answer strings of InstructUIE and the pieces in which its evaluator compares them (BeyonderXX/InstructUIE,
 * commit 339ade6: `src/uie_dataset.py` writes them, `src/evaluation/evaluator.py` takes them apart).
 */
import type { Event, Structure } from '../records.ts';
import { type ItemParts, structureItems } from '../structure-items.ts';
import { squeeze } from '../white-space.ts';
import type { Candidate } from './comparison.ts';

/** What `formatAnswer` does, in a few words. */
export const INSTRUCTUIE_NORMALISATION = `lower-cased, blanks at , : ( ) . _ ; ' - dropped, "location" as "located"`;

/** The answer string of nothing. */
const EMPTY = 'None';

/** One side of a row. */
export interface AnswerString {
  readonly text: string;
  /** What was written into it, item by item. */
  readonly items: readonly { readonly written: string; readonly from: ItemParts }[];
}

/** What stands between two semicolons. */
export interface Piece extends Candidate {
  readonly as: ItemParts;
}

/** `type: text; type: text` */
export function entityString(structure: Structure): AnswerString {
  return joined(structureItems(structure).entity, ([type, text]) => `${type}: ${text}`);
}

/** `type: head, tail; type: head, tail` */
export function relationString(structure: Structure): AnswerString {
  return joined(structureItems(structure).relation, ([type, head, tail]) => `${type}: ${head}, ${tail}`);
}

/** `type: trigger; type: trigger`, apostrophes written `#$%#` */
export function triggerString(structure: Structure): AnswerString {
  return joined(structureItems(structure).trigger, ([type, trigger]) =>
    `${type}: ${trigger}`.replaceAll("'", '#$%#'),
  );
}

/** `text: role; text: role` */
export function argumentString(events: readonly Event[]): AnswerString {
  const { argument } = structureItems({ task: 'ee', events });
  return joined(argument, ([, role, text]) => `${text}: ${role}`);
}

/** An output that could not be read. */
export function rawString(output: string): AnswerString {
  return { text: output, items: [] };
}

function joined(parts: readonly ItemParts[], write: (parts: ItemParts) => string): AnswerString {
  if (parts.length === 0) return { text: EMPTY, items: [{ written: EMPTY, from: [EMPTY] }] };
  const items = parts.map((from) => ({ written: write(from), from }));
  return { text: items.map(({ written }) => written).join('; '), items };
}

/** The pieces between the semicolons. A semicolon inside an item cuts it, and then no piece is traced to its item. */
export function piecesOf({ text, items }: AnswerString): readonly Piece[] {
  const isCut = items.some(({ written }) => written.includes(';'));
  const formatted = formatAnswer(text);
  const pieces = formatted.split(';');
  // What a second round leaves as it is, it leaves so piece by piece.
  const isSettled = formatAnswer(formatted) === formatted;
  return (isSettled ? pieces : pieces.map(formatAnswer)).map((piece, index) => ({
    from: isCut ? [piece] : (items[index]?.from ?? [piece]),
    as: [piece],
  }));
}

/** Pieces that hold a colon; others are left out. */
export function piecesWithColon(string: AnswerString): readonly Piece[] {
  return piecesOf(string).map(({ from, as }) => ({
    from,
    as,
    why: as[0]!.includes(':') ? undefined : 'no colon in it',
  }));
}

/** The string as one item. */
export function wholeOf({ text }: AnswerString): readonly Candidate[] {
  return [{ from: [text], as: [formatAnswer(text)] }];
}

/** `_format` of the evaluator. Signs without a blank beside them, which stay as they are, are not looked for. */
function formatAnswer(text: string): string {
  return squeeze(text)
    .replace(/ ([,:().;_'-]) ?|([,:().;_'-]) /g, '$1$2')
    .toLowerCase()
    .replace(/[{}]/g, '')
    .replace(/([,.;])\1+/g, '$1')
    .replaceAll('’', "'")
    .replaceAll('location', 'located');
}
