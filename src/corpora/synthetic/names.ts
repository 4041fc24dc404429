/** Names: invented words in the patterns of a label, some of them with a comma, a colon, or nothing that tells the type. */
import { type Random, randomStream } from '../../random.ts';
import { capitalised, coinWord, type Sounds } from './coinage.ts';
import { chance, pick } from './draw.ts';
import type { LabelProfile } from './label-profile.ts';
import type { Lexicon } from './lexicon.ts';
import { fillTemplate } from './template.ts';

/**
 * Draws a name for the label.
 *
 * @param familiar whether it sounds and ends as names of the label do in training
 * @param word what fills a slot that names a list of words
 */
export function drawName(
  profile: LabelProfile,
  familiar: boolean,
  { entities, words }: Lexicon,
  random: Random,
  word: (slot: string) => string,
): string {
  const { naming, stock } = entities;
  const domain = familiar ? 'in' : 'out';
  const sounds = words.sounds[domain];
  const ending = pick(profile.endings[domain], random);
  const isPlain = chance(naming.plain, random);
  const ended = (): string => coinWord(sounds, random, isPlain ? undefined : ending);
  const fill = (slot: string): string => {
    if (slot === 'Name') return capitalised(ended());
    if (slot === 'name') return ended();
    if (slot === 'Given') return capitalised(coinWord(sounds, random));
    if (slot === 'head') return pick(profile.heads, random);
    if (slot === 'CODE') return code(sounds, ending, random);
    return word(slot);
  };
  const pattern = pick(profile.patterns, random);
  if (pattern.includes('{Name}') && chance(naming.ambiguous, random))
    return stockName(random.below(stock), sounds);
  const name = fillTemplate(pattern, fill);
  if (chance(naming.comma, random)) return `${name}, ${coinWord(sounds, random)}`;
  if (chance(naming.colon, random)) return `${name}: ${coinWord(sounds, random)}`;
  return name;
}

/** Capitals that end as the label's names begin to, and a digit: `BASE4`. */
function code(sounds: Sounds, ending: string, random: Random): string {
  return `${pick(sounds.onsets, random)}${ending.slice(0, 2)}`.toUpperCase() + random.below(10);
}

/** One of the names that all types of a domain share. */
function stockName(index: number, sounds: Sounds): string {
  return capitalised(coinWord(sounds, randomStream('stock', index)));
}
