/**
 * What a language model is asked, as one user message: instruction and text on lines of their own. LLaMA-Factory joins
 * the columns of a row in this way (`data/converter.py`), so training, GRPO and prediction see the same bytes.
 */
export function promptText(instruction: string, input: string): string {
  return input === '' ? instruction : `${instruction}\n${input}`;
}
