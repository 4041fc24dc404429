/** The places where strings stand in a text, used up one by one; case is folded on both sides. */
import { absentFrom, type Reason } from './reasons.ts';

export interface TextPlaces {
  /** The reason against mentions that do not all stand in the text. */
  absent(mentions: readonly string[]): Reason;
  /** Uses up one place of a mention; the reason against it where none is left. */
  take(mention: string): Reason;
}

export function textPlaces(text: string): TextPlaces {
  const folded = text.toLowerCase();
  const taken = new Map<string, number>();
  const absent = (mentions: readonly string[]): Reason =>
    absentFrom(
      folded,
      mentions.map((mention) => mention.toLowerCase()),
    );
  return {
    absent,
    take: (mention) => {
      const reason = absent([mention]);
      if (reason !== undefined) return reason;
      const key = mention.toLowerCase();
      const before = taken.get(key) ?? 0;
      taken.set(key, before + 1);
      // One place is there, since the mention is not absent.
      return before === 0 || before < countPlaces(folded, key) ? undefined : 'more often than in the text';
    },
  };
}

/** Places that do not overlap; the empty string stands at every border between characters. */
function countPlaces(text: string, part: string): number {
  return part === '' ? text.length + 1 : text.split(part).length - 1;
}
