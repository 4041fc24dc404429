import { describe, expect, it } from 'vitest';
import { countTokens } from '../../src/engines/tokenizer.ts';

/** Counts of Hugging Face's `tokenizers` with the tokenizer.json of Qwen3. */
const COUNTS: readonly (readonly [text: string, tokens: number])[] = [
  ['', 0],
  [' ', 1],
  ['Hello, world!', 4],
  ["don't", 2],
  ['123456', 6],
  ['  a', 2],
  ['a\n\nb', 3],
  ['{}', 1],
  ['{"used for": "surface, algorithm"}', 9],
  ['{"location": "", "person": "Kevin | Therese", "organization": ""}', 18],
  ['你好，世界', 3],
  ['日本語のテキスト', 6],
  ['한국어 텍스트', 6],
  ['مرحبا بالعالم', 5],
  ['😀🎉', 2],
  ['👩‍👩‍👧‍👦', 10],
  ['naïve café', 4],
  ['<|im_end|>', 1],
];

describe('token counts of Qwen3', () => {
  it.each(COUNTS)('agree with the reference on %j', async (text, tokens) => {
    expect(await countTokens([text])).toEqual([tokens]);
  });

  it('follow the order of the texts, repeated ones included', async () => {
    const texts = ['Hello, world!', '', 'Hello, world!', '{}'];
    expect(await countTokens(texts)).toEqual([4, 0, 4, 1]);
  });

  it('compose accents before counting', async () => {
    const [composed, decomposed] = await countTokens(['caf\u00e9', 'cafe\u0301']);
    expect(decomposed).toBe(composed);
  });
});
