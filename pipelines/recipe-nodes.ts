import { PHASES } from '../src/corpora/mixture.ts';
import { type NodeDeclaration, node } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import { recipeEngines } from './all-engines.ts';
import { Answers } from './answers.ts';
import { listAssumptions } from './assumptions.ts';
import { askedCorpus, corpora } from './corpora.ts';
import { type Evaluation, evaluate, measureLengths } from './evaluation.ts';
import { figures } from './figures.ts';
import { preflight } from './preflight.ts';
import type { Profile } from './profile.ts';
import { askedQueries, evaluateSlots, slotQuestions } from './slots.ts';
import { tables } from './tables.ts';
import { Training } from './training.ts';
import { PHASE_VARIANTS, REWARD_PLANS, VARIANT_PLANS, VARIANTS, type VariantPlan } from './variants.ts';

/** What a pipeline adds to the recipe. */
export interface RecipeAdditions {
  /** Variants by name; they are made whether the profile names them or not. */
  readonly variants?: Readonly<Record<string, VariantPlan>> | undefined;
  /** A folder of further cards, as `context.path` gives it. */
  readonly cards?: string | undefined;
}

/** The whole recipe: corpora, mixtures, training, predictions, scores, lengths, tables. */
export function recipeNodes(
  context: PipelineContext,
  profile: Profile,
  { variants = {}, cards }: RecipeAdditions = {},
): readonly NodeDeclaration[] {
  const sets = corpora(context, profile, cards);
  const plans: Readonly<Record<string, VariantPlan>> = { ...VARIANT_PLANS, ...REWARD_PLANS, ...variants };
  const chosen = [
    ...[...VARIANTS, ...Object.keys(REWARD_PLANS)].filter((name) => profile.variants[name] !== undefined),
    ...Object.keys(variants),
  ];
  const nodes: NodeDeclaration[] = sets.map((corpus) => corpus.node);
  const evaluations: Evaluation[] = [];
  const lengths: NodeDeclaration[] = [];
  const engines = recipeEngines[profile.engine]!.engines(context, profile, sets);
  if (engines.start !== undefined) nodes.push(engines.start);
  const questions = slotQuestions(context, profile);
  const answers = new Answers(profile, engines, [
    ...sets.map((corpus) => askedCorpus(profile, corpus)),
    askedQueries(questions),
  ]);
  const trainings = profile.seeds.map((seed) => {
    const training = new Training(profile, engines, sets, seed, plans);
    const own = [
      ...chosen.map((name) => evaluate(profile, answers, training, seed, name, training.variant(name), sets)),
      ...PHASES.filter((phase) => PHASE_VARIANTS[phase].startsWith('after-')).map((phase) =>
        evaluate(profile, answers, training, seed, PHASE_VARIANTS[phase], training.phase(phase), sets),
      ),
    ];
    evaluations.push(...own);
    for (const evaluation of own)
      if (LENGTH_VARIANTS.has(evaluation.variant)) lengths.push(measureLengths(training, evaluation));
    return training;
  });
  const mixtures = trainings[0]!.mixtures();
  nodes.push(...trainings.flatMap((training) => training.nodes));
  if (engines.preflight !== undefined && engines.start !== undefined)
    nodes.push(preflight(engines.preflight, engines.start, mixtures));
  nodes.push(
    ...evaluations.flatMap(({ sets: evaluated }) =>
      evaluated.flatMap(({ prediction, score }) => [prediction, score]),
    ),
  );
  const slots = evaluateSlots(profile, answers, questions, trainings, chosen);
  nodes.push(...answers.nodes);
  nodes.push(slots.queries, ...slots.models.flatMap(({ prediction, score }) => [prediction, score]));
  const listed = node({
    name: 'assumptions',
    step: 'assume',
    params: { assumptions: listAssumptions(profile) as unknown as Json },
    tags: { relation: 'assumptions' },
  });
  return [
    ...nodes,
    ...lengths,
    listed,
    ...figures(context, profile, { evaluations, corpora: sets, slots }),
    ...tables(context, profile, { corpora: sets, evaluations, lengths, mixtures }),
  ];
}

/** The models of Table 6. */
const LENGTH_VARIANTS: ReadonlySet<string> = new Set(['cm-only', 'without-de', 'full']);
