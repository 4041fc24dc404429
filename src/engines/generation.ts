import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProuieError } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Shard, ShardContext } from '../step.ts';
import type { TrainingPlace } from './engine.ts';

/** What a generator is asked for, before an engine has said how it does that. */
export interface GenerationOrder {
  /** The engine's own options; the engine checks them. */
  readonly options: { readonly [key: string]: Json };
  /** The prompts: digest of the file, and how many there are. */
  readonly prompts: { readonly digest: string; readonly count: number };
  /** Digest of the checkpoint that answers. */
  readonly checkpoint: string;
  /** Digests of all code of ours that acts inside the run, by the name of the input that hands it over. */
  readonly code: { readonly [input: string]: string };
}

/**
 * Plain data that holds everything that can change an answer - every parameter of sampling among it, as numbers - and
 * nothing that cannot. `files` holds the text of each file that is written for the generator.
 */
export type GenerationRequest = GenerationOrder & {
  readonly schemaVersion: 1;
  readonly engine: string;
  readonly sampling: Sampling;
  readonly [part: string]: unknown;
};

/** How tokens are chosen. Engines of today are greedy, and say so in full. */
export interface Sampling {
  readonly temperature: 0;
  readonly topP: 1;
  /** -1 for all tokens. */
  readonly topK: -1;
  readonly repetitionPenalty: 1;
  /** Tokens of an answer at most. */
  readonly maxAnswer: number;
  /** Tokens that end an answer, as they are written. */
  readonly stop: readonly string[];
}

/** A line of the input `prompts`. `id` is unique in its data set. */
export interface PromptLine {
  readonly id: string;
  readonly dataset: string;
  readonly instruction: string;
  readonly input: string;
}

const answerSchema = /* @__PURE__ */ z.object({
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

export type Answer = z.output<typeof answerSchema>;

/** The context of a shard: its inputs `prompts` (JSON lines) and `checkpoint`, and the code that the request names. */
export type GenerationContext = Pick<
  ShardContext<TrainingPlace>,
  'params' | 'input' | 'hasInput' | 'inputs' | 'log' | 'progress' | 'signal' | 'folder'
>;

/** What generates. The module `src/engines/<name>/engine.ts` exports one as `engine`. */
export interface GenerationEngine {
  readonly name: string;
  /** @throws ProuieError PROUIE_ENGINE_OPTIONS where an option is missing, unknown or out of range */
  render(order: GenerationOrder): GenerationRequest;
  /**
   * Answers a share of the prompts and leaves the answers in the shard's folder. Called again after it was broken off,
   * it goes on behind the answers that are there.
   */
  generate(context: GenerationContext, request: GenerationRequest, shard: Shard): Promise<void>;
}

/** The file of answers in a shard's folder, in the order of generation. */
export const ANSWERS = 'answers.jsonl';

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

function readAnswer(line: string, file: string, number: number): Answer {
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
