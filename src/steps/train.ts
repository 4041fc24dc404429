import { z } from 'zod';
import type { TrainingEngine, TrainingRequest } from '../engines/engine.ts';
import { ProuieError } from '../errors.ts';
import { defineStep, type StepContext } from '../step.ts';

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
    checkInputs(context, request);
    const { engine } = (await context.input('engine').module()) as unknown as {
      readonly engine: TrainingEngine;
    };
    await engine.train(context as Parameters<TrainingEngine['train']>[0], request);
  },
});

/** What was handed over must be what the request names. */
function checkInputs(context: StepContext<unknown>, request: TrainingRequest): void {
  const named: [string, string | null][] = [
    ['rows', request.rows.digest],
    ['start', request.start],
    ...Object.entries(request.code).map(([name, digest]): [string, string] => [`code/${name}`, digest]),
  ];
  for (const [name, digest] of named) {
    const handed = context.hasInput(name) ? context.input(name).digest : null;
    if (handed !== digest) {
      throw new ProuieError(
        'PROUIE_REQUEST_MISMATCH',
        `The request names ${digest ?? 'nothing'} as ${name}, but ${handed ?? 'nothing'} was handed over.`,
        {
          hint: 'Run again: a file may have changed while the run was being prepared.',
        },
      );
    }
  }
}
