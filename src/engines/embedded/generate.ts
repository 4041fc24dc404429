/** Answers of a trained policy. */
import { setImmediate } from 'node:timers/promises';
import { randomStream } from '../../random.ts';
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

/** Prompts between two looks at the world outside: whether to stop. */
const PACE = 128;

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
  const policy = openPolicy(checkpoint);
  const outputs: string[] = [];
  for (const [index, prompt] of prompts.entries()) {
    if (index % PACE === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    const session = openSession(policy, prompt, {
      temperature: sampling?.temperature ?? 1,
      featureDropout: 0,
    });
    const random = sampling && randomStream(sampling.seed, 'generate', index);
    outputs.push(session.explore(random).output);
    onStep?.(index + 1, prompts.length);
  }
  return outputs;
}
