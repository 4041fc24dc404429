import { z } from 'zod';
import { checkCutAnswers } from '../engines/cut-answers.ts';
import { joinAnswers } from '../engines/generated-answers.ts';
import type { PromptLine } from '../engines/generation.ts';
import { readPackages } from '../engines/python/packages-record.ts';
import { defineStep, type StepInput } from '../step.ts';
import { generationEngine } from './engine-module.ts';
import { checkHandedOver, codeInputs, readGenerationRequest } from './request-check.ts';

/**
 * Carries out a generation request, in as many shares as the node has shards. Its key is the digest of the request,
 * which names prompts, checkpoint and the code that acts inside the run.
 */
export const step = defineStep({
  params: z.strictObject({
    /** How Python environments are reached; see `src/engines/python`. */
    environments: z.record(z.string(), z.json()).exactOptional(),
    /** Share of answers that may be cut off by their length. */
    cutShare: z.number().min(0).max(1).default(1),
  }),
  keyedBy: 'request',
  outputs: { answers: 'text', packages: 'json' },
  async runShard(context, shard) {
    const request = readGenerationRequest(context.input('request'));
    const { prompts, checkpoint, code } = request;
    checkHandedOver(context, { prompts: prompts.digest, checkpoint, ...codeInputs(code) });
    const engine = await generationEngine(context.input('engine'));
    await engine.generate(context, request, shard);
  },
  async run(context) {
    const prompts = await readPrompts(context.input('prompts'));
    const answers = joinAnswers(context.shards, prompts);
    checkCutAnswers(answers, context.params.cutShare);
    context.outputs.writeLines(
      'answers',
      answers.map((answer) => JSON.stringify(answer)),
    );
    context.outputs.writeJson('packages', readPackages(context.shards));
  },
});

async function readPrompts(input: StepInput): Promise<Pick<PromptLine, 'id' | 'dataset'>[]> {
  const named = z.object({ id: z.string(), dataset: z.string() });
  const prompts: Pick<PromptLine, 'id' | 'dataset'>[] = [];
  for await (const line of input.lines()) {
    prompts.push(named.parse(JSON.parse(line)));
  }
  return prompts;
}
