/** A clause that states a relation: one head, one or two tails, in either order. */
import type { Relation } from '../../uie/records.ts';
import { chance, pick } from './draw.ts';
import type { RelationLexicon } from './lexicon-schema.ts';
import type { RelationProfile } from './relation-profile.ts';
import type { RowDraft } from './row-draft.ts';

/**
 * Draws a clause and the pairs that it states, all with one head.
 *
 * @param known a name of an earlier clause, to be the head of this one
 */
export function relationClause(
  profile: RelationProfile,
  relations: RelationLexicon,
  draft: RowDraft,
  known?: string,
): { readonly text: string; readonly pairs: readonly Relation[] } {
  const { random } = draft;
  const { shares } = relations;
  const head = known ?? draft.name(profile.head);
  const isNested = chance(shares.nested, random);
  const tails = [isNested ? `${head} ${pick(profile.tail.heads, random)}` : draft.name(profile.tail)];
  if (chance(shares.several, random)) tails.push(draft.name(profile.tail));
  const phrases = chance(shares.own, random) ? profile.own : profile.verbal;
  const verb = pick(profile.verbs, random);
  const slots: Readonly<Record<string, string>> = {
    h: head,
    t: tails.join(' and '),
    label: profile.label,
    relates: chance(shares.adverb, random) ? `${draft.write('{adverb}')} ${verb}` : verb,
  };
  const template = pick(chance(shares.reversed, random) ? phrases.reversed : phrases.forward, random);
  const parts = [
    draft.write(pick(relations.openings, random)),
    draft.write(template, (slot) => slots[slot]),
    draft.write(pick(relations.endings, random)),
  ];
  return {
    text: parts.filter((part) => part !== '').join(' '),
    pairs: tails.map((tail) => ({ type: profile.type, head, tail })),
  };
}
