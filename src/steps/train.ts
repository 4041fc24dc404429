import { z } from 'zod';
import type { TrainingEngine, TrainingRequest } from '../engines/engine.ts';
import { defineStep } from '../step.ts';
import { checkHandedOver, codeInputs } from './request-check.ts';

/**
 * Carries out a training request. Its key is the digest of the request, which names all that can change the result:
 * rows, start checkpoint, and the code that acts inside the run. The engine that the bundle `engine` holds only hands
 * these to its trainer, so mending it trains nothing again.
 */
export const step = defineStep({
  params: z.strictObject({
    /** How Python environments are reached; see `src/engines/python`. */
    environments: z.record(z.string(), z.json()).optional(),
  }),
  keyedBy: 'request',
  outputs: { checkpoint: 'directory', log: 'directory' },
  async run(context) {
    const request = context.input('request').json() as unknown as TrainingRequest;
    const { rows, start, code } = request;
    checkHandedOver(context, { rows: rows.digest, start, ...codeInputs(code) });
    const { engine } = (await context.input('engine').module()) as unknown as {
      readonly engine: TrainingEngine;
    };
    await engine.train(context as Parameters<TrainingEngine['train']>[0], request);
  },
});
