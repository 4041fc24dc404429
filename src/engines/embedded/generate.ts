/** Answers of a trained policy. */
import { setImmediate } from 'node:timers/promises';
import { type Random, randomStream } from '../../random.ts';
import type { Checkpoint } from './checkpoint.ts';
import { openPolicy } from './policy.ts';
import { openSession } from './session.ts';

export interface GenerationPrompt {
  readonly instruction: string;
  /** The text. */
  readonly input: string;
}

export interface GenerationOptions {
  /** Draws answers at this temperature with this seed; left out, the most probable class is taken at every decision. */
  readonly sampling?: { readonly temperature: number; readonly seed: number };
  readonly onStep?: (step: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** A checkpoint that answers one prompt after the other, in memory that does not grow with their number. */
export interface Generator {
  /**
   * A target string in the paper's form; the most probable one, or drawn from `random` at `temperature`.
   *
   * @throws ProuieError PROUIE_INSTRUCTION when the instruction is none of the paper's
   */
  answer(prompt: GenerationPrompt, drawing?: Drawing): string;
}

export interface Drawing {
  readonly random: Random;
  /** Above 0; 1 is the policy as it is. */
  readonly temperature: number;
}

/** Prompts between two looks at the world outside: whether to stop. */
const PACE = 128;

/** Words and instructions are remembered for so many characters of text, and for so many schemas. */
const REMEMBERED_CHARACTERS = 1 << 22;
const REMEMBERED_SCHEMAS = 256;

/** @throws ProuieError PROUIE_EMBEDDED_CHECKPOINT */
export function openGenerator(checkpoint: Checkpoint): Generator {
  const policy = openPolicy(checkpoint);
  let characters = 0;
  return {
    answer: (prompt, drawing) => {
      characters += prompt.input.length;
      if (characters > REMEMBERED_CHARACTERS) {
        // A long word is a slice that holds on to the whole text it was found in.
        policy.lexicon.words.clear();
        characters = prompt.input.length;
      }
      if (policy.prompts.size >= REMEMBERED_SCHEMAS) policy.prompts.clear();
      const session = openSession(policy, prompt, {
        temperature: drawing?.temperature ?? 1,
        featureDropout: 0,
      });
      return session.explore(drawing?.random).output;
    },
  };
}

/**
 * One answer a prompt, in order: a target string in the paper's form.
 *
 * @throws ProuieError PROUIE_INSTRUCTION when an instruction is none of the paper's, PROUIE_EMBEDDED_CHECKPOINT;
 * the reason of `signal` soon after it is aborted
 */
export async function generate(
  checkpoint: Checkpoint,
  prompts: readonly GenerationPrompt[],
  options: GenerationOptions = {},
): Promise<string[]> {
  const { sampling, onStep, signal } = options;
  const generator = openGenerator(checkpoint);
  const outputs: string[] = [];
  for (const [index, prompt] of prompts.entries()) {
    if (index % PACE === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    const drawing = sampling && {
      random: randomStream(sampling.seed, 'generate', index),
      temperature: sampling.temperature,
    };
    outputs.push(generator.answer(prompt, drawing));
    onStep?.(index + 1, prompts.length);
  }
  return outputs;
}
