import { parseSlotCard, type SlotCard } from '../src/corpora/slot-card.ts';
import { file, type NodeDeclaration, node, output } from '../src/graph/node.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import type { Answers } from './answers.ts';
import type { AskedSet } from './asked-set.ts';
import type { Profile } from './profile.ts';
import type { Model, Training } from './training.ts';

/** The production-oriented evaluation: queries with slots, and what each model makes of them. */
export interface SlotEvaluation {
  readonly card: SlotCard;
  readonly queries: NodeDeclaration;
  readonly models: readonly {
    readonly variant: string;
    readonly prediction: NodeDeclaration;
    readonly score: NodeDeclaration;
  }[];
}

/** The queries, before any model is asked. */
export interface Questions {
  readonly card: SlotCard;
  readonly queries: NodeDeclaration;
}

export function slotQuestions(context: PipelineContext, profile: Profile): Questions {
  const card = readCard(context);
  const slots = card.slots.map(({ name }) => name);
  return { card, queries: queryNode(context, profile, card, slots) };
}

/** The queries as models are asked about them. */
export function askedQueries({ card, queries }: Questions): AskedSet {
  return { id: card.id, task: 'ner', examples: queries, split: 'test', missing: queries.absent };
}

/** The card of the package, unless the data folder brings its own. */
const CARD = 'data/slots/queries.yaml';
const OWN_CARD = 'slots/queries.yaml';

/**
 * Asks every variant for the slots of queries. Queries are no data set: no model is trained on them, and they have no
 * part in `examples`, `predictions` and `metrics`.
 */
export function evaluateSlots(
  profile: Profile,
  answers: Answers,
  questions: Questions,
  trainings: readonly Training[],
  variants: readonly string[],
): SlotEvaluation {
  const { card, queries } = questions;
  const slots = card.slots.map(({ name }) => name);
  const models = trainings.flatMap((training) =>
    variants.map((variant) => ({ variant, ...modelNodes(training, variant, training.variant(variant)) })),
  );
  return { card, queries, models };

  function modelNodes(training: Training, variant: string, model: Model) {
    const place = training.name(variant);
    const tags = { variant, seed: training.seed, engine: profile.engine };
    const { limit } = profile.evaluation;
    const prediction = answers.predict(`slots/predict/${place}`, model, askedQueries(questions), tags);
    const score = node({
      name: `slots/score/${place}`,
      step: 'slots',
      params: { dataset: card.id, slots, limit },
      inputs: { examples: output(queries, 'examples'), predictions: output(prediction, 'predictions') },
      tags: { ...tags, relation: 'slots', source: profile.corpora },
    });
    return { prediction, score };
  }
}

function readCard(context: PipelineContext): SlotCard {
  const own = context.dataFolder === undefined ? undefined : context.dataPath(OWN_CARD);
  const path = own !== undefined && context.exists(own) ? own : context.packagePath(CARD);
  return parseSlotCard(context.readText(path), path === own ? own : CARD);
}

function queryNode(
  context: PipelineContext,
  profile: Profile,
  card: SlotCard,
  slots: readonly string[],
): NodeDeclaration {
  const name = 'slots/queries';
  if (profile.corpora === 'synthetic') {
    const { seed, queries: count } = profile.synthetic!;
    const lexicon = (part: string) => file(context.packagePath(`data/synthetic/${part}.yaml`));
    return node({
      name,
      step: 'synthesize-queries',
      params: { id: card.id, slots, seed, count },
      inputs: { 'lexicon/words': lexicon('words'), 'lexicon/queries': lexicon('queries') },
    });
  }
  const path = context.dataPath(card.file);
  const missing =
    context.dataFolder === undefined
      ? 'no queries: give the folder that holds them with --data'
      : context.exists(path)
        ? undefined
        : `${card.file} not found under --data`;
  return node({
    name,
    step: 'import-queries',
    params: { id: card.id, slots },
    inputs: missing === undefined ? { file: file(path) } : {},
    ...(missing === undefined ? {} : { absent: missing }),
  });
}
