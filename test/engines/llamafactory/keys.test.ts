import { describe, expect, it } from 'vitest';
import { runPython, sftPython } from '../engine-python.ts';
import { LLAMA_FACTORY_KEYS } from './keys.ts';

/** Every field that LLaMA-Factory's parser takes, with the types of values that it allows. */
const FIELDS = `
import dataclasses, enum, json, typing
from llamafactory.hparams import DataArguments, FinetuningArguments, ModelArguments, TrainingArguments
def names(kind):
    inner = typing.get_args(kind)
    if inner:
        return [name for one in inner for name in names(one)]
    # Words of a literal, and of an enumeration, are texts.
    is_word = isinstance(kind, str) or isinstance(kind, type) and issubclass(kind, enum.Enum)
    return ["str" if is_word else getattr(kind, "__name__", str(kind))]
fields = {}
for group in (ModelArguments, DataArguments, FinetuningArguments, TrainingArguments):
    kinds = typing.get_type_hints(group)
    fields.update({field.name: names(kinds[field.name]) for field in dataclasses.fields(group) if field.init})
print("FIELDS " + json.dumps(fields))
`;

/** Types of Python that a value of ours fits. */
const FITTING = { string: ['str'], number: ['int', 'float'], boolean: ['bool'] } as const;

describe.skipIf(sftPython === undefined)(
  'the settings of LLaMA-Factory (needs the Python environment sft)',
  () => {
    it('are known to it by the names and types of our table', () => {
      const output = runPython('-c', [FIELDS]);
      const fields = JSON.parse(/^FIELDS (.*)$/m.exec(output)![1]!) as Record<string, readonly string[]>;
      for (const [key, type] of Object.entries(LLAMA_FACTORY_KEYS)) {
        const kinds = fields[key] ?? [];
        const fits = kinds.some((kind) => (FITTING[type] as readonly string[]).includes(kind));
        expect(fits, `${key}: ${type}, not ${kinds.join(' | ') || 'unknown'}`).toBe(true);
      }
    }, 240_000);
  },
);
