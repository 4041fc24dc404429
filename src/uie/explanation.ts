/** What became of every item of one answer under a scorer profile. */
import type { Answer } from './answers.ts';
import { type Counts, countItems, judgeItems, type Verdict } from './scorers/matching.ts';
import type { DroppedItem, Metric, ScorerProfile } from './scorers/profile.ts';

export interface ExplainedItem {
  readonly side: 'gold' | 'answer';
  readonly verdict: Verdict | 'dropped';
  /** Its parts as they were annotated or answered. */
  readonly from: readonly string[];
  /** Its parts as they were compared; absent where it was dropped. */
  readonly as?: readonly string[];
  /** Of a hit: the parts of the gold item that it meets, as they were annotated. */
  readonly meets?: readonly string[];
  /** Why it was dropped. */
  readonly why?: string;
}

export interface MetricExplanation {
  readonly metric: Metric;
  readonly counts: Counts;
  /** Items of the answer, then gold items that it misses, then what was dropped. */
  readonly items: readonly ExplainedItem[];
}

/** One entry for every metric that the profile has for the example's task; none where it does not score the task. */
export function explainAnswer(answer: Answer, profile: ScorerProfile): readonly MetricExplanation[] {
  const compared = profile.compare(answer);
  return profile.metrics[answer.example.task].map((metric) => {
    const comparison = compared[metric] ?? { gold: [], answer: [] };
    const judged = judgeItems(comparison, profile.matching).map(({ key: _, ...item }) => item);
    const dropped = (comparison.dropped ?? []).map(leaveOut);
    return { metric, counts: countItems(comparison, profile.matching), items: [...judged, ...dropped] };
  });
}

function leaveOut(item: DroppedItem): ExplainedItem {
  return { verdict: 'dropped', ...item };
}
