import { file } from '../../src/graph/node.ts';
import { languageModelAssumptions } from '../assumptions/language-model.ts';
import { languageModelFaults } from '../language-model-faults.ts';
import { languageModels } from '../language-models.ts';
import type { RecipeEngine } from '../recipe-engine.ts';

/** GRPO on the GPUs of one machine, as in the paper. */
export const recipeEngine: RecipeEngine = {
  summary: 'language models on GPUs: LLaMA-Factory for CM and SA, EasyR1 for DE, vLLM for answers',
  settings: 'languageModel',
  faults: languageModelFaults,
  assumptions: languageModelAssumptions,
  engines: (context, profile, corpora) => {
    const source = (path: string) => file(context.packagePath(`src/engines/${path}`));
    return languageModels(context, profile, corpora, {
      name: 'easyr1',
      environment: 'easyr1',
      code: { 'code/sfr': source('easyr1/sfr.py') },
      programs: {
        'program/lengths': source('easyr1/prompt_lengths.py'),
        'program/merge': source('easyr1/merge_shards.py'),
      },
      generation: 'vllm',
      answering: 'predict',
    });
  },
};
