/** Every wrong item of an answer in exactly one class. */
import type { Answer } from '../answers.ts';
import { judgeItems } from '../scorers/matching.ts';
import type { Comparison, Metric } from '../scorers/profile.ts';
import { profile as prouieProfile } from '../scorers/profiles/prouie.ts';
import type { ItemParts } from '../structure-items.ts';
import { squeeze } from '../white-space.ts';
import { likenEntities } from './entity-errors.ts';
import type { ErrorItem } from './error-class.ts';
import { likenArguments, likenTriggers } from './event-errors.ts';
import { type OverlapFinder, openOverlapFinder } from './mention-overlap.ts';
import { type Likening, pairItems } from './pairing.ts';
import { likenRelations } from './relation-errors.ts';

const LIKENINGS = {
  entity: likenEntities,
  relation: likenRelations,
  trigger: likenTriggers,
  argument: likenArguments,
} as const satisfies Readonly<Record<Metric, Likening>>;

/**
 * The wrong items of an answer under the profile `prouie`, by metric: gold items that were not found in their order,
 * each with the answered item that stands for it if any, then the answered items that are left.
 *
 * An answered item with a part that is nowhere in the text stands for nothing (`not-in-text`). In every metric
 * fp = pairs + `spurious` + `not-in-text`, and fn = pairs + `missing` + `malformed`.
 */
export function classifyErrors(answer: Answer): readonly ErrorItem[] {
  const { example, decoded } = answer;
  const text = squeeze(example.text);
  const finder = openOverlapFinder(text);
  const compared = Object.entries(prouieProfile.compare(answer)) as [Metric, Comparison][];
  return compared.flatMap(([metric, comparison]) => {
    const judged = judgeItems(comparison, prouieProfile.matching);
    const missed = judged.filter(({ verdict }) => verdict === 'miss').map(({ as }) => as);
    if (decoded.malformed) return missed.map((gold) => ({ metric, class: 'malformed', gold, answer: null }));
    const wrong = judged.filter(({ verdict }) => verdict === 'false alarm').map(({ as }) => as);
    return classifyItems(metric, missed, wrong, text, finder);
  });
}

function classifyItems(
  metric: Metric,
  missed: readonly ItemParts[],
  wrong: readonly ItemParts[],
  text: string,
  finder: OverlapFinder,
): readonly ErrorItem[] {
  const isInText = (parts: ItemParts): boolean =>
    mentions(metric, parts).every((part) => text.includes(part));
  const attempts = wrong.filter(isInText);
  const pairs = pairItems(missed, attempts, LIKENINGS[metric], finder);
  const pairOf = new Map(pairs.map((pair) => [pair.gold, pair]));
  const paired = new Set(pairs.map((pair) => attempts[pair.answer]));
  return [
    ...missed.map((gold, at): ErrorItem => {
      const pair = pairOf.get(at);
      return pair === undefined
        ? { metric, class: 'missing', gold, answer: null }
        : { metric, class: pair.class, gold, answer: attempts[pair.answer]! };
    }),
    ...wrong
      .filter((parts) => !paired.has(parts))
      .map((parts): ErrorItem => {
        const found = isInText(parts) ? 'spurious' : 'not-in-text';
        return { metric, class: found, gold: null, answer: parts };
      }),
  ];
}

/** The parts of an item that are taken from the text. */
function mentions(metric: Metric, parts: ItemParts): readonly string[] {
  return metric === 'argument' ? parts.slice(2) : parts.slice(1);
}
