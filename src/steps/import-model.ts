import { constants, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasChatTemplate, missingModelFiles } from '../engines/python/hugging-face-model.ts';
import { ProuieError } from '../errors.ts';
import { defineStep } from '../step.ts';

/** Takes a model folder of the user's into the store. Inputs: `file/<name>`, one a file. */
export const step = defineStep({
  params: z.strictObject({}),
  outputs: { checkpoint: 'directory' },
  run({ inputs, outputs }) {
    const files = inputs('file');
    const names = [...files.keys()];
    const lacking = missingModelFiles(names);
    if (lacking.length > 0) {
      throw new ProuieError('PROUIE_MODEL_FILES', `The model has no ${lacking.join(', no ')}.`, {
        hint: 'Point `languageModel.start.path` at a folder that transformers can load, with weights as safetensors.',
      });
    }
    if (!hasChatTemplate(names, files.get('tokenizer_config.json')!.json())) {
      throw new ProuieError('PROUIE_MODEL_FILES', 'The tokenizer of the model has no chat template.', {
        hint: 'Take a model that was made for chat, or put a chat_template.jinja into its folder.',
      });
    }
    const folder = outputs.directory('checkpoint').path;
    for (const [name, { path }] of files) copyFileSync(path, join(folder, name), constants.COPYFILE_FICLONE);
  },
});
