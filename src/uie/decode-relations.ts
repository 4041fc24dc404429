/** Pairs of relations, `head, tail | head, tail`, where head and tail may hold commas and bars themselves. */
import type { Relation } from './records.ts';
import { squeeze } from './white-space.ts';
import { findOnWordBorders, wordCharacters } from './word-borders.ts';

/** A text in the forms in which sides of a pair are looked for; made when they are first needed. */
export interface TextLookup {
  /** How many ` | ` joints pieces of it can hold. */
  readonly bars: number;
  squeezed(): string;
  words(): string;
}

/** How well a cut agrees with the text: on word borders, by word characters alone, or not. */
type Fit = 'borders' | 'words' | 'any';

interface Cut {
  readonly head: string;
  readonly tail: string;
  readonly fit: Fit;
}

export function createTextLookup(text: string): TextLookup {
  let squeezed: string | undefined;
  let words: string | undefined;
  return {
    bars: text.indexOf('|') < 0 ? 0 : text.split('|').length - 1,
    squeezed: () => (squeezed ??= squeeze(text)),
    words: () => (words ??= wordCharacters(text)),
  };
}

/** Adds the pairs of one relation type to `relations`. `value` is squeezed and not empty; no text fits everything. */
export function readRelations(
  type: string,
  value: string,
  lookup: TextLookup | undefined,
  relations: Relation[],
): void {
  const pieces = value.indexOf('|') < 0 ? [value] : value.split(' | ');
  const mayJoin = pieces.length > 1 && (lookup === undefined || lookup.bars > 0);
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index]!;
    let cut = findCut(piece, lookup, mayJoin);
    if (mayJoin && cut?.fit !== 'borders') {
      const joined = joinPieces(pieces, index, lookup);
      if (joined !== undefined) {
        cut = joined.cut;
        index = joined.last;
      }
    }
    const { head, tail } = cut ?? { head: piece.trim(), tail: '' };
    if (head !== '' || tail !== '') relations.push({ type, head, tail });
  }
}

/**
 * The piece with as few of the following ones as give a cut on word borders. Every bar between them must stand in
 * one of the two sides, so in the text, which bounds their number.
 */
function joinPieces(
  pieces: readonly string[],
  first: number,
  lookup: TextLookup | undefined,
): { readonly cut: Cut; readonly last: number } | undefined {
  const most = lookup === undefined ? pieces.length : first + 2 * lookup.bars;
  let joined = pieces[first]!;
  for (let last = first + 1; last < pieces.length && last <= most; last++) {
    joined += ` | ${pieces[last]}`;
    const cut = findCut(joined, lookup, true);
    if (cut?.fit === 'borders') return { cut, last };
  }
  return undefined;
}

/**
 * The best place to cut a piece in two: at a comma with a blank or the end behind it. Ties go to a comma without a
 * blank before it, then to the earliest. Undefined when there is no such comma. `fit` is right only where it decides
 * something: with one comma and no `needFit` it is not looked up.
 */
function findCut(piece: string, lookup: TextLookup | undefined, needFit: boolean): Cut | undefined {
  const commas = findCommas(piece);
  if (commas.length === 0) return undefined;
  if (lookup === undefined) return cutAt(piece, preferred(piece, commas), 'borders');
  if (commas.length === 1 && !needFit) return cutAt(piece, commas[0]!, 'any');
  const onBorders = commas.filter((comma) => fits(cutAt(piece, comma, 'borders'), lookup, standsOnBorders));
  if (onBorders.length > 0) return cutAt(piece, preferred(piece, onBorders), 'borders');
  const byWords =
    commas.length === 1
      ? []
      : commas.filter((comma) => fits(cutAt(piece, comma, 'words'), lookup, standsByWords));
  if (byWords.length > 0) return cutAt(piece, preferred(piece, byWords), 'words');
  return cutAt(piece, preferred(piece, commas), 'any');
}

function findCommas(piece: string): readonly number[] {
  const commas: number[] = [];
  for (let at = piece.indexOf(','); at >= 0; at = piece.indexOf(',', at + 1)) {
    if (at + 1 === piece.length || piece.charCodeAt(at + 1) === 32) commas.push(at);
  }
  return commas;
}

function preferred(piece: string, commas: readonly number[]): number {
  return commas.find((comma) => piece.charCodeAt(comma - 1) !== 32) ?? commas[0]!;
}

function cutAt(piece: string, comma: number, fit: Fit): Cut {
  return { head: piece.slice(0, comma).trim(), tail: piece.slice(comma + 1).trim(), fit };
}

function fits(
  { head, tail }: Cut,
  lookup: TextLookup,
  stands: (side: string, lookup: TextLookup) => boolean,
): boolean {
  return stands(head, lookup) && stands(tail, lookup);
}

/** An empty side stands in no text. */
function standsOnBorders(side: string, lookup: TextLookup): boolean {
  return side !== '' && findOnWordBorders(lookup.squeezed(), side) >= 0;
}

/** A side without word characters has nothing to compare. */
function standsByWords(side: string, lookup: TextLookup): boolean {
  const words = wordCharacters(side);
  return standsOnBorders(side, lookup) || (words !== '' && lookup.words().includes(words));
}
