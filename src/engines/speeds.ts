import { z } from 'zod';

/** Speeds that a profile assumes; nothing of them was measured here. */
export const speedTable = z.strictObject({
  /** Where the figures come from. */
  source: z.string(),
  /** Tokens a second that one GPU trains on, and that one GPU generates. */
  training: z.number().positive(),
  generation: z.number().positive(),
  /** Seconds before a job trains or generates anything. */
  start: z.number().nonnegative(),
  /** Tokens of an answer, where only its prompt is known. */
  answerTokens: z.number().positive(),
  /** Gigabytes of a model as it is kept, and of what a run needs besides while it goes on. */
  model: z.number().positive(),
  work: z.number().positive(),
});
export type SpeedTable = z.output<typeof speedTable>;
