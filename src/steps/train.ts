import { z } from 'zod';
import { defineStep } from '../step.ts';
import { trainingEngine } from './engine-module.ts';
import { checkHandedOver, codeInputs, readTrainingRequest } from './request-check.ts';

/**
 * Carries out a training request. Its key is the digest of the request, which names all that can change the result:
 * rows, start checkpoint, and the code that acts inside the run. The engine that the bundle `engine` holds only hands
 * these to its trainer, so mending it trains nothing again.
 */
export const step = defineStep({
  params: z.strictObject({
    /** How Python environments are reached; see `src/engines/python`. */
    environments: z.record(z.string(), z.json()).exactOptional(),
  }),
  keyedBy: 'request',
  outputs: { checkpoint: 'directory', log: 'directory' },
  async run(context) {
    const request = readTrainingRequest(context.input('request'));
    const { rows, start, code } = request;
    checkHandedOver(context, { rows: rows.digest, start, ...codeInputs(code) });
    const engine = await trainingEngine(context.input('engine'));
    await engine.train(context, request);
  },
});
