/** How a relation type is worded and what stands at its ends; the same in every data set that has the type. */
import { randomStream } from '../../random.ts';
import { pick } from './draw.ts';
import { type LabelProfile, labelProfile } from './label-profile.ts';
import { entryFor, labelWords } from './label-words.ts';
import type { Lexicon } from './lexicon.ts';
import type { RelationLexicon } from './lexicon-schema.ts';

export interface RelationProfile {
  readonly type: string;
  /** The type's own words, for example `place of birth`. */
  readonly label: string;
  readonly head: LabelProfile;
  readonly tail: LabelProfile;
  readonly verbs: readonly string[];
  /** Templates with the label's own words, and templates with one of its verbs. */
  readonly own: RelationLexicon['phrases']['noun'];
  readonly verbal: RelationLexicon['phrases']['verb'];
}

export function relationProfile(type: string, lexicon: Lexicon, relations: RelationLexicon): RelationProfile {
  const words = labelWords(type);
  const label = words.join(' ');
  const random = randomStream('relation', label);
  const derived = {
    head: pick(relations.arguments, random),
    tail: pick(relations.arguments, random),
    verbs: [pick(relations.verbs, random), pick(relations.verbs, random)],
  };
  const { head, tail, verbs } = entryFor(words, relations.kinds) ?? derived;
  const { noun, predicate, verb } = relations.phrases;
  return {
    type,
    label,
    head: labelProfile(head, lexicon),
    tail: labelProfile(tail, lexicon),
    verbs,
    own: relations.prepositions.includes(words[words.length - 1]!) ? predicate : noun,
    verbal: verb,
  };
}
