/** What one row draws: the words of its templates, and names that it does not have yet. */
import { type Random, randomStream } from '../../random.ts';
import { capitalised, coinWord } from './coinage.ts';
import { chance, pick } from './draw.ts';
import type { LabelProfile } from './label-profile.ts';
import type { Lexicon } from './lexicon.ts';
import { drawName } from './names.ts';
import { fillTemplate } from './template.ts';

export interface RowDraft {
  readonly random: Random;
  /** Fills a template's slots: by `fill` where it gives a text, else from the list of words of that name. */
  write(template: string, fill?: (slot: string) => string | undefined): string;
  /** A name for a label; no name of a row is part of another. */
  name(profile: LabelProfile): string;
  /** A name of no label. */
  plainName(): string;
  /** Whether a name or cue is as in training: always in domain, out of it seldom. */
  familiar(): boolean;
}

/** A text with its annotation, drawn from the draft alone. */
export type WriteRow<Gold> = (draft: RowDraft) => { readonly text: string; readonly gold: Gold };

const ATTEMPTS = 20;

/** @param stock names that a label has in all; undefined where every name is invented anew */
export function rowDraft(
  lexicon: Lexicon,
  domain: 'in' | 'out',
  random: Random,
  stock?: number | undefined,
): RowDraft {
  const { lists, sounds } = lexicon.words;
  const names: string[] = [];

  const wordFrom =
    (source: Random) =>
    (slot: string): string => {
      if (slot === '9') return String(1 + source.below(60));
      const list = lists[slot];
      return list === undefined ? slot : pick(list, source);
    };
  const word = wordFrom(random);
  const familiar = (): boolean => domain === 'in' || chance(lexicon.entities.naming.kept, random);
  const unused = (draw: () => string): string => {
    const isTaken = (name: string): boolean =>
      names.some((other) => other.includes(name) || name.includes(other));
    let name = draw();
    for (let attempt = 1; attempt < ATTEMPTS && isTaken(name); attempt++) name = draw();
    names.push(name);
    return name;
  };

  const draw = (profile: LabelProfile): string => {
    const isFamiliar = familiar();
    const source =
      stock === undefined
        ? random
        : randomStream('name', profile.label, String(isFamiliar), random.below(stock));
    return drawName(profile, isFamiliar, lexicon, source, wordFrom(source));
  };

  return {
    random,
    write: (template, fill) => fillTemplate(template, (slot) => fill?.(slot) ?? word(slot)),
    name: (profile) => unused(() => draw(profile)),
    plainName: () => unused(() => capitalised(coinWord(sounds[domain], random))),
    familiar,
  };
}
