import { constants, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProuieError } from '../errors.ts';
import type { Json } from '../json.ts';
import { defineStep } from '../step.ts';

/** What a model needs to be trained and asked, besides weights. */
const NEEDED = ['config.json', 'tokenizer_config.json'] as const;

/** Takes a model folder of the user's into the store. Inputs: `file/<name>`, one a file. */
export const step = defineStep({
  params: z.strictObject({}),
  outputs: { checkpoint: 'directory' },
  run({ inputs, outputs }) {
    const files = inputs('file');
    const lacking: string[] = NEEDED.filter((name) => !files.has(name));
    if (![...files.keys()].some((name) => name.endsWith('.safetensors'))) lacking.push('*.safetensors');
    if (lacking.length > 0) {
      throw new ProuieError('PROUIE_MODEL_FILES', `The model has no ${lacking.join(', no ')}.`, {
        hint: 'Point `languageModel.start.path` at a folder that transformers can load, with weights as safetensors.',
      });
    }
    if (!files.has('chat_template.jinja') && !hasTemplate(files.get('tokenizer_config.json')!.json())) {
      throw new ProuieError('PROUIE_MODEL_FILES', 'The tokenizer of the model has no chat template.', {
        hint: 'Take a model that was made for chat, or put a chat_template.jinja into its folder.',
      });
    }
    const folder = outputs.directory('checkpoint').path;
    for (const [name, { path }] of files) copyFileSync(path, join(folder, name), constants.COPYFILE_FICLONE);
  },
});

function hasTemplate(configuration: Json): boolean {
  return (
    typeof configuration === 'object' &&
    configuration !== null &&
    'chat_template' in configuration &&
    configuration['chat_template'] !== null
  );
}
