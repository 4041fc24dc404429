import { z } from 'zod';
import { evaluationSample } from '../corpora/evaluation-sample.ts';
import type { Json } from '../json.ts';
import { defineStep, type StepContext } from '../step.ts';
import { caseHtml } from '../tables/case-study/case-html.ts';
import { caseMarkdown } from '../tables/case-study/case-markdown.ts';
import type { Case, CaseCount, CaseStudy } from '../tables/case-study/case-study.ts';
import { type Answer, matchPredictions } from '../uie/answers.ts';
import { type CaseCandidate, chooseCases } from '../uie/case-choice.ts';
import { encodeTarget } from '../uie/encode.ts';
import type { ErrorItem } from '../uie/errors/error-class.ts';
import { renderInstruction } from '../uie/instruction.ts';
import { type Change, changeBetween, isRefined, judgeStage, wrongItems } from '../uie/refinement.ts';
import { openExamples } from './example-reader.ts';
import { PREDICTION_COLUMNS } from './prediction-table.ts';

const schema = z.strictObject({
  profile: z.string(),
  engine: z.string(),
  synthetic: z.boolean(),
  split: z.enum(['val', 'test']),
  limit: z.int().positive().nullable(),
  /** From the first stage to the last. */
  stages: z
    .array(z.strictObject({ stage: z.string(), variant: z.string(), style: z.enum(['cm', 'sa']) }))
    .min(2),
  datasets: z.array(z.strictObject({ id: z.string(), task: z.enum(['re', 'ee']) })),
  /** Cases that are shown. */
  most: z.int().positive(),
});
type Params = z.output<typeof schema>;

/** An example that was answered by every stage. */
interface Studied extends CaseCandidate {
  readonly answers: readonly Answer[];
}

/**
 * Finds examples whose outputs get better from stage to stage, as in the paper's Figure 9. Inputs: `examples/<data set>`
 * and `predictions/<variant>/<data set>`.
 */
export const step = defineStep({
  params: schema,
  outputs: { figure: 'json', markdown: 'text', html: 'text' },
  async run(context) {
    const { params, outputs } = context;
    const studied: Studied[] = [];
    for (const { id, task } of params.datasets) studied.push(...(await readAnswers(context, id, task)));
    const cases = chooseCases(
      studied.filter(({ stages }) => isRefined(stages)),
      params.most,
    );
    const study: CaseStudy = {
      figure: '9',
      profile: params.profile,
      engine: params.engine,
      synthetic: params.synthetic,
      counts: (['re', 'ee'] as const)
        .filter((task) => params.datasets.some((dataset) => dataset.task === task))
        .map((task) =>
          countChanges(
            task,
            studied.filter((one) => one.task === task),
            params,
          ),
        ),
      cases: cases.map((one) => describeCase(one, params)),
    };
    outputs.writeJson('figure', study as unknown as Json);
    outputs.writeText('markdown', caseMarkdown(study));
    outputs.writeText('html', caseHtml(study));
  },
});

async function readAnswers(
  { params, input }: StepContext<Params>,
  dataset: string,
  task: 're' | 'ee',
): Promise<readonly Studied[]> {
  const source = await openExamples(input(`examples/${dataset}`), dataset, task);
  const examples = evaluationSample(source.rowsOf(params.split), params.limit, dataset).map((row) =>
    source.example(row),
  );
  const byStage: (readonly Answer[])[] = [];
  for (const { variant } of params.stages) {
    const { columns } = await input(`predictions/${variant}/${dataset}`).table(PREDICTION_COLUMNS);
    const predictions = columns.id.map((id, row) => ({ id, output: columns.output[row]! }));
    byStage.push(matchPredictions(examples, predictions));
  }
  return examples.map(({ text }, row) => {
    const answers = byStage.map((stage) => stage[row]!);
    return { task, dataset, text, answers, stages: answers.map(judgeStage) };
  });
}

function countChanges(task: 're' | 'ee', studied: readonly Studied[], { stages }: Params): CaseCount {
  const steps = stages.slice(1).map(({ stage: to }, at) => {
    const count = (isSo: (difference: number, change: Change) => boolean): number =>
      studied.filter(({ stages: answers }) => {
        const [before, after] = [answers[at]!, answers[at + 1]!];
        return isSo(wrongItems(after) - wrongItems(before), changeBetween(before, after));
      }).length;
    return {
      from: stages[at]!.stage,
      to,
      better: count((difference) => difference < 0),
      worse: count((difference) => difference > 0),
      shorter: count((difference, change) => difference === 0 && change === 'better'),
    };
  });
  return {
    task,
    examples: studied.length,
    wrong: studied.filter((one) => wrongItems(one.stages[0]!) > 0).length,
    steps,
    refined: studied.filter((one) => isRefined(one.stages)).length,
  };
}

function describeCase({ task, dataset, text, answers, stages }: Studied, params: Params): Case {
  const { example } = answers[0]!;
  return {
    task,
    dataset,
    id: example.id,
    text,
    gold: encodeTarget(text, example.schema, example.gold, 'sa'),
    stages: params.stages.map(({ stage, variant, style }, at) => ({
      stage,
      variant,
      instruction: renderInstruction(example.schema, style),
      output: answers[at]!.output,
      emptyFields: stages[at]!.emptyFields,
      wrong: stages[at]!.errors.map(describeError),
    })),
  };
}

function describeError({ class: name, gold, answer }: ErrorItem): string {
  const show = (parts: readonly string[]): string => `"${parts.join(' / ')}"`;
  if (gold === null) return `${name}: ${show(answer!)}`;
  return answer === null ? `${name}: ${show(gold)}` : `${name}: ${show(answer)} for ${show(gold)}`;
}
