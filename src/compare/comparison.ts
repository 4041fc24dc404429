import type { CodeParts } from '../identity/reasons.ts';
import { type ChangedExamples, changedExamples } from './changed-examples.ts';
import { type PairedSet, pairCounts } from './paired-counts.ts';
import { type RecipeDifference, recipeDifferences } from './recipe-differences.ts';
import { compareScores, type ScoreComparison } from './score-differences.ts';
import type { Side } from './side.ts';

export interface ComparisonOptions {
  /** The scorer profile, such as `prouie`. */
  readonly scorer: string;
  /** The only data set to compare; undefined for all. */
  readonly dataset: string | undefined;
  /** How many examples that got better, and worse, are shown. */
  readonly examples: number;
  readonly codeParts: (code: string) => CodeParts | undefined;
}

/** All that tells two sides apart. */
export interface Comparison {
  readonly differences: readonly RecipeDifference[];
  readonly scores: readonly ScoreComparison[];
  readonly examples: ChangedExamples;
  /** Sentences about what could not be compared. */
  readonly warnings: readonly string[];
}

export function compareSides(a: Side, b: Side, options: ComparisonOptions): Comparison {
  const { scorer, dataset, examples, codeParts } = options;
  const sets = pairCounts(a, b, scorer).filter((set) => dataset === undefined || set.dataset === dataset);
  return {
    differences: recipeDifferences(a, b, codeParts),
    scores: compareScores(sets),
    examples: changedExamples(sets, a, b, examples),
    warnings: unmatchedExamples(sets),
  };
}

function unmatchedExamples(sets: readonly PairedSet[]): readonly string[] {
  const sentences = sets.flatMap(({ dataset, unmatched: [a, b], ids }) =>
    a === 0 && b === 0
      ? []
      : [
          `${dataset} is compared on the ${ids.length} examples that both sides have; ${a} of A and ${b} of B are left out.`,
        ],
  );
  return [...new Set(sentences)];
}
