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
