import type { Json } from '../json.ts';
import type { Shard, ShardContext, StepInput } from '../step.ts';
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
  /** What the profile states of an environment that was not made from our lock; undefined where it states nothing. */
  readonly versions?: { readonly [name: string]: string } | undefined;
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

/** The context of a shard: its inputs `prompts` (JSON lines) and `checkpoint`, and the code that the request names. */
export type GenerationContext = Pick<
  ShardContext<TrainingPlace>,
  'params' | 'input' | 'hasInput' | 'inputs' | 'log' | 'progress' | 'signal' | 'folder'
>;

/** An answer to one of the prompts that were asked together; the fields are those of `generated-answers.ts`. */
export type ServedAnswer =
  | {
      readonly output: string;
      readonly finishReason: 'stop' | 'length';
      readonly promptTokens: number;
      readonly outputTokens: number;
      readonly thinking: 0 | 1;
    }
  /** The prompt has so many tokens, more than `maxPrompt`. */
  | { readonly tooLong: number };

/** A model that is loaded and waits for prompts. */
export interface ServingModel {
  /**
   * Answers prompts together, in their order; calls are answered one after the other.
   *
   * @throws ProuieError PROUIE_TRAINER_… where the generator ends badly, PROUIE_ANSWERS where it ends too early; the
   *   signal's reason after an abort
   */
  ask(prompts: readonly Pick<PromptLine, 'instruction' | 'input'>[]): Promise<readonly ServedAnswer[]>;
  /** Ends the generator and waits for that. */
  close(): Promise<void>;
}

/** Its inputs are `checkpoint`, the code that the request names, and `program/serve`. */
export type ServingContext = Pick<GenerationContext, 'params' | 'signal' | 'folder'> & {
  input(name: string): Pick<StepInput, 'path' | 'files' | 'file'>;
};

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
  /** Loads the model to answer as it is asked, with the same code and options as `generate`; for `prouie predict`. */
  serve?(context: ServingContext, request: GenerationRequest): Promise<ServingModel>;
}

/** The file of answers in a shard's folder, in the order of generation; see `generated-answers.ts`. */
export const ANSWERS = 'answers.jsonl';
