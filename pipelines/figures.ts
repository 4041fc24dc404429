import { type InputReferences, type NodeDeclaration, node, output } from '../src/graph/node.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import type { Evaluation } from './evaluation.ts';
import type { Profile } from './profile.ts';

/** The stages of Figure 9, the variants that end in them, and how each is asked. */
const STAGES = [
  { stage: 'CM', variant: 'cm-only', style: 'cm' },
  { stage: 'CM+SA', variant: 'without-de', style: 'sa' },
  { stage: 'CM+SA+DE', variant: 'full', style: 'sa' },
] as const;

/** As many cases as a reader looks at; the paper shows one. */
const MOST_CASES = 10;

/** Figure 9: examples of the first seed whose outputs get better from stage to stage. */
export function figures(
  context: PipelineContext,
  profile: Profile,
  evaluations: readonly Evaluation[],
): NodeDeclaration[] {
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
  const declaration = node({
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
  return [declaration];
}

/** Assumption `de-wording`: what DE asks for, and the evaluation after it. */
function wording(profile: Profile, variant: string, style: 'cm' | 'sa'): 'cm' | 'sa' {
  return variant === 'full' && profile.assumptions['de-wording'] === 'complete' ? 'cm' : style;
}
