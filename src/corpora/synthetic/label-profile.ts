/** What the names and the surroundings of a label look like; the same in every data set that has the label. */
import { hashString, randomStream } from '../../random.ts';
import { capitalised, coinEnding } from './coinage.ts';
import { labelWords } from './label-words.ts';
import type { EntityLexicon, Lexicon, NameClass } from './lexicon.ts';

export interface LabelProfile {
  /** The label's own words, for example `musical artist`. */
  readonly label: string;
  readonly patterns: readonly string[];
  readonly heads: readonly string[];
  /** Endings of invented names in the training domains and out of them. */
  readonly endings: Readonly<Record<'in' | 'out', readonly string[]>>;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** How often the label is used, against 1. */
  readonly weight: number;
}

/** Any label has a profile: one of its class, or one that is drawn by the hash of its name. */
export function labelProfile(name: string, lexicon: Lexicon): LabelProfile {
  const { entities } = lexicon;
  const words = labelWords(name);
  const label = words.join(' ');
  const last = words[words.length - 1]!;
  const hash = hashString(label);
  const coined = (domain: 'in' | 'out', count: number): string[] => {
    const random = randomStream('ending', domain, label);
    return Array.from({ length: count }, () => coinEnding(lexicon.words.sounds[domain], random));
  };
  const common = {
    endings: { in: coined('in', 3), out: coined('out', 3) },
    weight: entities.weights[label] ?? 1,
  };
  const found = classOf(words, entities);
  if (found === undefined) {
    const patterns = entities.derived[hash % entities.derived.length]!;
    return { ...common, label, patterns, heads: [last], before: [`the ${last}`], after: [] };
  }
  const { patterns, heads = [last], before, after } = found;
  if (entities.classes[label] === found) {
    return {
      ...common,
      label,
      patterns,
      heads,
      before,
      after,
      endings: { ...common.endings, in: found.endings },
    };
  }
  const proper = heads[0]!.toLowerCase() !== heads[0];
  return {
    ...common,
    label,
    patterns,
    heads: [heads[hash % heads.length]!, proper ? capitalised(last) : last],
    before,
    after,
    endings: { ...common.endings, in: [found.endings[hash % found.endings.length]!, ...coined('in', 2)] },
  };
}

function classOf(words: readonly string[], lexicon: EntityLexicon): NameClass | undefined {
  const classes = Object.values(lexicon.classes);
  for (const word of words.toReversed()) {
    const found = classes.find((nameClass) => nameClass.words.includes(word));
    if (found !== undefined) return found;
  }
  return undefined;
}
