import { z } from 'zod';
import type { TrainingRequest } from '../engines/engine.ts';
import type { GenerationRequest } from '../engines/generation.ts';
import { ProuieError } from '../errors.ts';
import type { StepContext, StepInput } from '../step.ts';

/** What the step `render` wrote; the engine knows what else is in it. */
export function readTrainingRequest(input: StepInput): TrainingRequest {
  const schema = z.looseObject({
    ...commonParts(),
    method: z.enum(['sft', 'grpo']),
    seed: z.int(),
    reward: z.json(),
    rows: countedFile(),
    start: z.string().nullable(),
  });
  return schema.parse(input.json());
}

/** What the step `render-generation` wrote; the engine knows what else is in it. */
export function readGenerationRequest(input: StepInput): GenerationRequest {
  const schema = z.looseObject({
    ...commonParts(),
    prompts: countedFile(),
    checkpoint: z.string(),
    sampling: z.object({
      temperature: z.literal(0),
      topP: z.literal(1),
      topK: z.literal(-1),
      repetitionPenalty: z.literal(1),
      maxAnswer: z.int().positive(),
      stop: z.array(z.string()),
    }),
  });
  return schema.parse(input.json());
}

function commonParts() {
  return {
    schemaVersion: z.literal(1),
    engine: z.string(),
    options: z.record(z.string(), z.json()),
    code: z.record(z.string(), z.string()),
    versions: z.record(z.string(), z.string()).optional(),
  };
}

function countedFile() {
  return z.object({ digest: z.string(), count: z.int().nonnegative() });
}

/**
 * What was handed over must be what the request names.
 *
 * @param named input name to digest; null for none
 * @throws ProuieError PROUIE_REQUEST_MISMATCH
 */
export function checkHandedOver(
  context: Pick<StepContext<unknown>, 'input' | 'hasInput'>,
  named: { readonly [input: string]: string | null },
): void {
  for (const [name, digest] of Object.entries(named)) {
    const handed = context.hasInput(name) ? context.input(name).digest : null;
    if (handed === digest) continue;
    throw new ProuieError(
      'PROUIE_REQUEST_MISMATCH',
      `The request names ${digest ?? 'nothing'} as ${name}, but ${handed ?? 'nothing'} was handed over.`,
      { hint: 'Run again: a file may have changed while the run was being prepared.' },
    );
  }
}

/** The inputs `code/<name>` that a request names, by their digests. */
export function codeInputs(code: { readonly [name: string]: string }): { readonly [input: string]: string } {
  return Object.fromEntries(Object.entries(code).map(([name, digest]) => [`code/${name}`, digest]));
}
