import { join } from 'node:path';
import type { TrainingContext } from '../engine.ts';
import type { PythonPlace } from './environment.ts';
import { runProgram } from './program.ts';

/**
 * Runs `verify_model.py` (the input `program/verify`) in a run's folder: all weights there and finite, and tensors,
 * vocabulary and configuration as the start has them. Its findings are an error of the program.
 *
 * @param log the folder of the run's logs
 * @param like the model that training starts from; left out where that itself is looked at
 */
export async function verifyModel(
  context: Pick<TrainingContext, 'input' | 'signal'>,
  place: PythonPlace,
  {
    work,
    log,
    model,
    like,
  }: { readonly work: string; readonly log: string; readonly model: string; readonly like?: string },
): Promise<void> {
  await runProgram(place, {
    argv: [
      'python',
      context.input('program/verify').path,
      model,
      ...(like === undefined ? [] : ['--like', like]),
    ],
    cwd: work,
    logFile: join(log, 'verify.log'),
    signal: context.signal,
  });
}
