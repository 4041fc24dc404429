import type { SlotCard } from '../src/corpora/slot-card.ts';
import { type InputReferences, type NodeDeclaration, node, output } from '../src/graph/node.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import type { Corpus } from './corpora.ts';
import type { Evaluation } from './evaluation.ts';
import type { Profile } from './profile.ts';
import type { SlotEvaluation } from './slots.ts';

/** The stages of Figure 9, the variants that end in them, and how each is asked. */
const STAGES = [
  { stage: 'CM', variant: 'cm-only', style: 'cm' },
  { stage: 'CM+SA', variant: 'without-de', style: 'sa' },
  { stage: 'CM+SA+DE', variant: 'full', style: 'sa' },
] as const;

/** As many cases as a reader looks at; the paper shows one. */
const MOST_CASES = 10;

/** What figures are made from. */
export interface FigureSources {
  readonly evaluations: readonly Evaluation[];
  readonly corpora: readonly Corpus[];
  readonly slots: SlotEvaluation;
}

/** The figures that show results: 3 and 9. */
export function figures(
  context: PipelineContext,
  profile: Profile,
  { evaluations, corpora, slots }: FigureSources,
): NodeDeclaration[] {
  return [slotFigure(context, profile, slots, corpora), caseStudy(context, profile, evaluations)];
}

/** Figure 3: slots of queries that every variant has to the letter. */
function slotFigure(
  context: PipelineContext,
  profile: Profile,
  { card, queries, models }: SlotEvaluation,
  corpora: readonly Corpus[],
): NodeDeclaration {
  const sources = models.map(({ variant, score }) => ({
    input: `slots/${score.name}`,
    node: score.name,
    variant,
  }));
  return node({
    name: 'figure/3',
    step: 'slot-figure',
    params: {
      profile: context.profile.name,
      engine: profile.engine,
      synthetic: profile.corpora === 'synthetic',
      slots: card.slots.map((slot) => ({ ...slot })),
      trainedNames: trainedNames(card, corpora),
      remarks: card.remarks,
      picture: 'figure-3.svg',
      sources,
    },
    inputs: Object.fromEntries(models.map(({ score }, at) => [sources[at]!.input, output(score, 'slots')])),
    results: {
      'figure-3.md': 'markdown',
      'figure-3.svg': 'svg',
      'figure-3.json': 'figure',
      'figure-3.csv': 'csv',
    },
    ...(queries.absent === undefined ? {} : { absent: queries.absent }),
  });
}

/** The slots that a model may know by their name alone, from entities of the training data. */
function trainedNames(card: SlotCard, corpora: readonly Corpus[]): string[] {
  const labels = new Set(
    corpora.flatMap(({ card: { schema, domain }, missing }) =>
      schema.task === 'ner' && domain === 'in' && missing === undefined ? schema.types : [],
    ),
  );
  return card.slots.flatMap(({ name }) => (labels.has(name) ? [name] : []));
}

/** Figure 9: examples of the first seed whose outputs get better from stage to stage. */
function caseStudy(
  context: PipelineContext,
  profile: Profile,
  evaluations: readonly Evaluation[],
): NodeDeclaration {
  const [seed] = profile.seeds;
  const found = STAGES.flatMap(({ variant }) => {
    const own = evaluations.find((one) => one.variant === variant && one.seed === seed);
    return own === undefined ? [] : [own];
  });
  const isComplete = found.length === STAGES.length;
  const sets = (found.at(-1)?.sets ?? []).filter(
    ({ corpus: { card, missing } }) => card.task !== 'ner' && missing === undefined,
  );
  const inputs: { [argument: string]: InputReferences[string] } = {};
  for (const { corpus } of isComplete ? sets : []) {
    inputs[`examples/${corpus.card.id}`] = output(corpus.node, 'examples');
    for (const evaluation of found) {
      const { prediction } = evaluation.sets.find((set) => set.corpus.card.id === corpus.card.id)!;
      inputs[`predictions/${evaluation.variant}/${corpus.card.id}`] = output(prediction, 'predictions');
    }
  }
  const absent = isComplete
    ? sets.length === 0
      ? 'no corpus of relations or events is there'
      : undefined
    : `it needs the variants ${STAGES.map(({ variant }) => variant).join(', ')}`;
  const { split, limit } = profile.evaluation;
  return node({
    name: 'figure/9',
    step: 'case-study',
    params: {
      profile: context.profile.name,
      engine: profile.engine,
      synthetic: profile.corpora === 'synthetic',
      split,
      limit,
      stages: STAGES.map(({ stage, variant, style }) => ({
        stage,
        variant,
        style: wording(profile, variant, style),
      })),
      datasets: sets.map(({ corpus: { card } }) => ({ id: card.id, task: card.task })),
      most: MOST_CASES,
    },
    inputs,
    results: { 'figure-9.md': 'markdown', 'figure-9.json': 'figure', 'figure-9.html': 'html' },
    ...(absent === undefined ? {} : { absent }),
  });
}

/** Assumption `de-wording`: what DE asks for, and the evaluation after it. */
function wording(profile: Profile, variant: string, style: 'cm' | 'sa'): 'cm' | 'sa' {
  return variant === 'full' && profile.assumptions['de-wording'] === 'complete' ? 'cm' : style;
}
