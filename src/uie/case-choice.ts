import { type StageAnswer, wrongItems } from './refinement.ts';

/** An example whose answers get better from stage to stage. */
export interface CaseCandidate {
  readonly task: 're' | 'ee';
  readonly dataset: string;
  readonly text: string;
  readonly stages: readonly StageAnswer[];
}

/**
 * At most `most` cases, relations before events, each task at least half of them where it has as many. Data sets take
 * turns in their order; a data set first gives the case with the fewest wrong items at the end, then the one with more
 * mended, then the shorter one, then the earlier one. The same candidates always give the same cases.
 */
export function chooseCases<Candidate extends CaseCandidate>(
  candidates: readonly Candidate[],
  most: number,
): readonly Candidate[] {
  const relations = takeTurns(candidates.filter(({ task }) => task === 're'));
  const events = takeTurns(candidates.filter(({ task }) => task === 'ee'));
  const room = Math.max(Math.ceil(most / 2), most - events.length);
  const first = relations.slice(0, room);
  return [...first, ...events.slice(0, most - first.length)];
}

function takeTurns<Candidate extends CaseCandidate>(candidates: readonly Candidate[]): readonly Candidate[] {
  const byDataset = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const own = byDataset.get(candidate.dataset) ?? [];
    own.push(candidate);
    byDataset.set(candidate.dataset, own);
  }
  const sorted = [...byDataset.values()].map((own) => [...own].sort(compareCases));
  const rounds = Math.max(0, ...sorted.map((own) => own.length));
  return Array.from({ length: rounds }, (_, round) => sorted.flatMap((own) => own[round] ?? [])).flat();
}

/** Sorting is stable, so that equal cases stay in the order of the data set. */
function compareCases(a: CaseCandidate, b: CaseCandidate): number {
  return remaining(a) - remaining(b) || mended(b) - mended(a) || a.text.length - b.text.length;
}

function remaining({ stages }: CaseCandidate): number {
  return wrongItems(stages.at(-1)!);
}

function mended({ stages }: CaseCandidate): number {
  return wrongItems(stages[0]!) - wrongItems(stages.at(-1)!);
}
