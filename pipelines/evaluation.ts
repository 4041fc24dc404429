import { type NodeDeclaration, node, output } from '../src/graph/node.ts';
import type { Answers } from './answers.ts';
import { askedCorpus, type Corpus } from './corpora.ts';
import { type Profile, scorersOf } from './profile.ts';
import type { Model, Training } from './training.ts';

/** Predictions and scores of one model on every data set. */
export interface Evaluation {
  /** A variant, or `after-cm1` … for a phase that no variant ends in. */
  readonly variant: string;
  readonly seed: number;
  readonly sets: readonly EvaluatedSet[];
}

export interface EvaluatedSet {
  readonly corpus: Corpus;
  readonly prediction: NodeDeclaration;
  readonly score: NodeDeclaration;
}

/** Relations and events are asked for as the model was last taught; entities have one wording. */
export function evaluate(
  profile: Profile,
  answers: Answers,
  training: Training,
  seed: number,
  variant: string,
  model: Model,
  corpora: readonly Corpus[],
): Evaluation {
  const { split, limit } = profile.evaluation;
  const sets = corpora.map((corpus): EvaluatedSet => {
    const { card } = corpus;
    const place = `${training.name(variant)}/${card.id}`;
    const tags = {
      variant,
      seed,
      engine: profile.engine,
      dataset: card.id,
      task: card.task,
      source: profile.corpora,
    };
    const prediction = answers.predict(`predict/${place}`, model, askedCorpus(profile, corpus), {
      ...tags,
      relation: 'predictions',
    });
    const score = node({
      name: `score/${place}`,
      step: 'score',
      params: { dataset: card.id, task: card.task, split, limit, profiles: scorersOf(profile) },
      inputs: { examples: output(corpus.node, 'examples'), predictions: output(prediction, 'predictions') },
      tags: { ...tags, relation: 'metrics counts errors' },
    });
    return { corpus, prediction, score };
  });
  return { variant, seed, sets };
}

/** Token counts of a model's relation and event outputs; one node, as loading the tokenizer costs more than counting. */
export function measureLengths(training: Training, evaluation: Evaluation): NodeDeclaration {
  const sets = evaluation.sets.filter(
    ({ corpus }) => corpus.card.task !== 'ner' && corpus.missing === undefined,
  );
  return node({
    name: `lengths/${training.name(evaluation.variant)}`,
    step: 'lengths',
    inputs: Object.fromEntries(
      sets.map(({ corpus, prediction }) => [
        `predictions/${corpus.card.id}`,
        output(prediction, 'predictions'),
      ]),
    ),
    tags: { relation: 'lengths', variant: evaluation.variant, seed: evaluation.seed },
    weight: 20,
  });
}
