/** What the names and the surroundings of a label look like; the same in every data set that has the label. */
import { hashString, randomStream } from '../../random.ts';
import { capitalised, coinEnding } from './coinage.ts';
import { labelWords } from './label-words.ts';
import type { Lexicon } from './lexicon.ts';
import type { EntityLexicon, NameClass } from './lexicon-schema.ts';

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

const ENDINGS = 3;

/** Any label has a profile: one of its class, or one that is drawn by the hash of its name. */
export function labelProfile(name: string, lexicon: Lexicon): LabelProfile {
  const { entities, words } = lexicon;
  const own = labelWords(name);
  const label = own.join(' ');
  const last = own[own.length - 1]!;
  const hash = hashString(label);
  const coined = (domain: 'in' | 'out'): string[] => {
    const random = randomStream('ending', domain, label);
    return Array.from({ length: ENDINGS }, () => coinEnding(words.sounds[domain], random));
  };
  const common = { label, weight: Object.hasOwn(entities.weights, label) ? entities.weights[label]! : 1 };
  const known = classOf(own, entities);
  if (known === undefined) {
    const patterns = entities.derived[hash % entities.derived.length]!;
    const endings = { in: coined('in'), out: coined('out') };
    return { ...common, patterns, heads: [last], endings, before: [`the ${last}`], after: [] };
  }
  const { patterns, heads = [last], before, after } = known;
  const isClass = Object.hasOwn(entities.classes, label) && entities.classes[label] === known;
  const ending = known.endings[hash % known.endings.length]!;
  const head = heads[hash % heads.length]!;
  const isProper = head !== head.toLowerCase();
  return {
    ...common,
    patterns,
    heads: isClass ? heads : [head, isProper ? capitalised(last) : last],
    endings: { in: isClass ? known.endings : [ending, ...coined('in').slice(1)], out: coined('out') },
    before,
    after,
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
