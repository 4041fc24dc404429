import { file } from '../../src/graph/node.ts';
import { languageModelAssumptions } from '../assumptions/language-model.ts';
import { languageModelFaults } from '../language-model-faults.ts';
import { languageModels } from '../language-models.ts';
import type { RecipeEngine } from '../recipe-engine.ts';

/** GRPO on one machine; its answers are made in the environment of fine-tuning. */
export const recipeEngine: RecipeEngine = {
  summary: 'language models: LLaMA-Factory for CM and SA, TRL for DE, transformers for answers',
  settings: 'languageModel',
  faults: languageModelFaults,
  assumptions: languageModelAssumptions,
  engines: (context, profile, corpora) => {
    const source = (path: string) => file(context.packagePath(`src/engines/${path}`));
    return languageModels(context, profile, corpora, {
      name: 'trl',
      environment: profile.languageModel?.trl?.version === '1.16' ? 'grpo' : 'sft',
      code: { 'code/driver': source('trl/grpo.py'), 'code/prompt': source('chat_prompt.py') },
      programs: {},
      generation: 'transformers',
      answering: 'sft',
    });
  },
};
