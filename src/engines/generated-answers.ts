import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProuieError } from '../errors.ts';
import { ANSWERS, type PromptLine } from './generation.ts';

/** An answer as a generator writes it. */
export const answerSchema = /* @__PURE__ */ z.object({
  id: z.string(),
  dataset: z.string(),
  /** Without special tokens, otherwise as it was generated. */
  output: z.string(),
  finishReason: z.enum(['stop', 'length']),
  promptTokens: z.int().positive(),
  /** The token that ended the answer counts. */
  outputTokens: z.int().nonnegative(),
  /** 1 where the output holds a thinking block, or the beginning of one. */
  thinking: z.union([z.literal(0), z.literal(1)]),
});

/** A line of the file of answers. */
export type Answer = z.output<typeof answerSchema>;

/**
 * The answers of all shards, in the order of the prompts.
 *
 * @param folders of all shards
 * @throws ProuieError PROUIE_ANSWERS where a prompt has no answer, or an answer no prompt or a companion
 */
export function joinAnswers(
  folders: readonly string[],
  prompts: readonly Pick<PromptLine, 'id' | 'dataset'>[],
): Answer[] {
  const answers = new Map<string, Answer>();
  for (const file of folders.map((folder) => join(folder, ANSWERS)).filter((path) => existsSync(path))) {
    for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
      if (line === '') continue;
      const answer = readAnswer(line, file, index + 1);
      if (answers.has(keyOf(answer))) throw broken(`${nameOf(answer)} was answered twice`, file, index + 1);
      answers.set(keyOf(answer), answer);
    }
  }
  const joined = prompts.map((prompt) => {
    const answer = answers.get(keyOf(prompt));
    if (answer === undefined) throw broken(`${nameOf(prompt)} has no answer`);
    return answer;
  });
  if (answers.size > joined.length)
    throw broken(`there are ${answers.size} answers to ${joined.length} prompts`);
  return joined;
}

/** @throws ProuieError PROUIE_ANSWERS for a line that is no answer */
export function readAnswer(line: string, file: string, number: number): Answer {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw broken('a line is no JSON', file, number, cause);
  }
  const answer = answerSchema.safeParse(value);
  if (!answer.success) throw broken('a line is no answer', file, number, answer.error);
  return answer.data;
}

function keyOf({ dataset, id }: Pick<PromptLine, 'id' | 'dataset'>): string {
  return JSON.stringify([dataset, id]);
}

function nameOf({ dataset, id }: Pick<PromptLine, 'id' | 'dataset'>): string {
  return `the prompt ${id} of ${dataset}`;
}

function broken(why: string, file?: string, line?: number, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_ANSWERS', `The answers are not whole: ${why}.`, {
    hint: 'Generate again: what is there already is kept.',
    location: { file, line },
    cause,
  });
}
