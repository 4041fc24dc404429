import type { Task } from '../uie/records.ts';
import type { Card } from './card.ts';
import { PHASES, type Phase, phaseRows, shareRows } from './mixture.ts';

/** A data set that mixtures draw from. */
export interface TrainingSet {
  readonly id: string;
  readonly task: Task;
  /** Rows that the paper trains on, up-sampled copies included. */
  readonly trainedOn: number;
}

/** The data sets that mixtures draw from: those in domain. The only way from cards to mixtures. */
export function trainingSets(cards: readonly Card[]): readonly TrainingSet[] {
  return cards.flatMap(({ id, task, domain, trainedOn }) =>
    domain === 'in' && trainedOn !== null ? [{ id, task, trainedOn }] : [],
  );
}

/** The phases of training that draw rows from a data set, with their rows at scale 1. */
export function drawnFrom(
  cards: readonly Card[],
  id: string,
): readonly { readonly phase: Phase; readonly rows: number }[] {
  const pools = trainingSets(cards).map(({ id: dataset, task, trainedOn }) => ({
    dataset,
    task,
    trainedOn,
    rows: trainedOn,
  }));
  return PHASES.flatMap((phase) => {
    const shares = shareRows(phaseRows(phase, 1, 'repeat'), pools, 'natural');
    const rows = shares.find((share) => share.dataset === id)?.rows ?? 0;
    return rows === 0 ? [] : [{ phase, rows }];
  });
}
