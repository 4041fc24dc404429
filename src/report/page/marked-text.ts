/** Where the mentions of gold and answer stand in a text, as pieces that follow one another. */
import type { Structure } from '../../uie/records.ts';
import { findOnWordBorders } from '../../uie/word-borders.ts';

export interface TextPiece {
  readonly text: string;
  /** What gold and answer say of the piece: types and roles, each once. */
  readonly gold: readonly string[];
  readonly answer: readonly string[];
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly by: 'gold' | 'answer';
}

/**
 * The text cut wherever a mention begins or ends. A mention stands where it first cuts no word, else where it first
 * occurs; one that occurs nowhere is left out.
 */
export function cutText(text: string, gold: Structure, answer: Structure): readonly TextPiece[] {
  const spans = [...spansOf(text, gold, 'gold'), ...spansOf(text, answer, 'answer')];
  const cuts = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])].sort(
    (a, b) => a - b,
  );
  return cuts.slice(0, -1).map((from, index) => {
    const inside = spans.filter((span) => span.from <= from && span.to > from);
    const labels = (by: Span['by']): readonly string[] => [
      ...new Set(inside.flatMap((span) => (span.by === by ? [span.label] : []))),
    ];
    return { text: text.slice(from, cuts[index + 1]), gold: labels('gold'), answer: labels('answer') };
  });
}

function spansOf(text: string, structure: Structure, by: Span['by']): readonly Span[] {
  return mentionsOf(structure).flatMap(([label, mention]) => {
    if (mention === '') return [];
    const onBorders = findOnWordBorders(text, mention);
    const from = onBorders >= 0 ? onBorders : text.indexOf(mention);
    return from < 0 ? [] : [{ from, to: from + mention.length, label, by }];
  });
}

function mentionsOf(structure: Structure): readonly (readonly [label: string, mention: string])[] {
  switch (structure.task) {
    case 'ner':
      return structure.entities.map(({ type, text }) => [type, text]);
    case 're':
      return structure.relations.flatMap(({ type, head, tail }) => [
        [`${type}: head`, head] as const,
        [`${type}: tail`, tail] as const,
      ]);
    case 'ee':
      return structure.events.flatMap(({ type, trigger, arguments: found }) => [
        [type, trigger] as const,
        ...found.map(({ role, text }) => [`${type}: ${role}`, text] as const),
      ]);
  }
}
