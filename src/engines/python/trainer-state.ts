import { z } from 'zod';
import { readLooseJson } from './loose-json.ts';

/** Where the trainer of transformers keeps its state: in every checkpoint, and beside the model at the end. */
export const TRAINER_STATE = 'trainer_state.json';

const stateSchema = /* @__PURE__ */ (() =>
  z.object({
    global_step: z.number(),
    max_steps: z.number(),
    log_history: z.array(z.record(z.string(), z.unknown())),
  }))();

/** What the trainer writes of its own state; `log_history` holds the curves. */
export type TrainerState = Readonly<z.output<typeof stateSchema>>;

/** @throws ProuieError PROUIE_PROGRAM_OUTPUT where it is cut off */
export function readTrainerState(text: string): TrainerState {
  return readLooseJson(stateSchema, text, TRAINER_STATE);
}
