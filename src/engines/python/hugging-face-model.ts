import { ProuieError } from '../../errors.ts';
import type { Json } from '../../json.ts';

/** Whether a file belongs to a model folder as transformers writes it: weights, configuration, tokenizer. */
export function isModelFile(name: string): boolean {
  return (
    /^(model|pytorch_model)([-.].*)?\.(safetensors|bin)$/.test(name) ||
    name === 'model.safetensors.index.json' ||
    MODEL_FILES.has(name)
  );
}

const MODEL_FILES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'added_tokens.json',
  'chat_template.jinja',
  'config.json',
  'generation_config.json',
  'merges.txt',
  'special_tokens_map.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.json',
]);

/** What a model needs to be trained and asked, besides weights. */
const NEEDED = ['config.json', 'tokenizer_config.json'] as const;

/** @throws ProuieError PROUIE_CHECKPOINT where the files of a trained model lack what the next phase reads first */
export function checkCheckpoint(names: readonly string[]): void {
  for (const name of NEEDED) {
    if (!names.includes(name)) throw new ProuieError('PROUIE_CHECKPOINT', `The checkpoint has no ${name}.`);
  }
}

/** Of what every model has, what these files lack. */
export function missingModelFiles(names: readonly string[]): readonly string[] {
  const lacking: string[] = NEEDED.filter((name) => !names.includes(name));
  return names.some((name) => name.endsWith('.safetensors')) ? lacking : [...lacking, '*.safetensors'];
}

/** Whether the tokenizer knows how a conversation is written. */
export function hasChatTemplate(names: readonly string[], tokenizerConfig: Json): boolean {
  return (
    names.includes('chat_template.jinja') ||
    (typeof tokenizerConfig === 'object' &&
      tokenizerConfig !== null &&
      'chat_template' in tokenizerConfig &&
      tokenizerConfig['chat_template'] !== null)
  );
}
