import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { checkOptions } from '../checked-options.ts';
import { textOf } from '../directory-text.ts';
import type { TrainingEngine } from '../engine.ts';
import { findEnvironment } from '../python/environment.ts';
import { checkCheckpoint } from '../python/hugging-face-model.ts';
import { requestedVersions } from '../python/requested-versions.ts';
import { readTrainerState, TRAINER_STATE } from '../python/trainer-state.ts';
import { curvesOf } from './curves.ts';
import { finishedRun, MARKERS, readFinishedRun } from './evidence.ts';
import { trlOptions } from './options.ts';
import { drive, layOut, leaveOutputs } from './run.ts';
import { scheduleOf } from './schedule.ts';
import { driverSettings, workFiles } from './settings.ts';

/** Where each version is installed. */
const ENVIRONMENTS = { '0.24': 'sft', '1.16': 'grpo' } as const;

/** Those that decide what comes out. */
const PACKAGES = ['trl', 'transformers', 'tokenizers', 'datasets', 'torch'] as const;

/**
 * GRPO by TRL, on one machine. Inputs besides rows and start: the driver and its modules (`run.ts` names them),
 * the reward program as a bundle (`code/reward`), and `program/verify`, which looks at the model at the end.
 */
export const engine: TrainingEngine = {
  name: 'trl',
  render(order) {
    const options = checkOptions('trl', trlOptions, order.options);
    if (order.method !== 'grpo') throw refuse('it knows no method but grpo');
    if (order.start === null) throw refuse('it starts from a model, and there is none');
    const settings = `${JSON.stringify(driverSettings(order, options), null, 1)}\n`;
    return {
      schemaVersion: 1,
      engine: 'trl',
      ...order,
      options,
      versions: requestedVersions(ENVIRONMENTS[options.version], PACKAGES, order.versions),
      files: { [workFiles.settings]: settings },
    };
  },
  workload({ rows, options }) {
    const { promptsPerStep, epochs, rollouts, gpus } = checkOptions('trl', trlOptions, options);
    const answers = Math.floor(rows.count / promptsPerStep) * promptsPerStep * epochs * rollouts;
    return { trainedRows: answers, answers, gpus };
  },
  async train(context, request) {
    const options = checkOptions('trl', trlOptions, request.options);
    const work = join(context.checkpoints, 'trl');
    const output = join(work, workFiles.output);
    const { maxSteps } = scheduleOf(options, request.rows.count);
    layOut(context, request, work);
    const place = findEnvironment(ENVIRONMENTS[options.version], context.params.environments);
    if (finishedRun(output, maxSteps) === undefined) await drive(context, request, place, work);
    if (finishedRun(output, maxSteps) === undefined) {
      throw new ProuieError(
        'PROUIE_TRAINER_UNFINISHED',
        `TRL ended well, but left no model of step ${maxSteps} with all its files.`,
        {
          hint: 'See the log of the run; the next one goes on from the last checkpoint.',
          location: { file: join(work, workFiles.log) },
        },
      );
    }
    await leaveOutputs(context, place, work);
  },
  collect(log, checkpoint) {
    checkCheckpoint(checkpoint.files);
    const { log_history } = readTrainerState(textOf(log, TRAINER_STATE));
    return { rows: readFinishedRun(textOf(log, MARKERS.run)).rows, curves: curvesOf(log_history) };
  },
};

function refuse(why: string): ProuieError {
  return new ProuieError('PROUIE_ENGINE_OPTIONS', `The engine trl cannot do this: ${why}.`, {
    hint: 'Name another engine in the profile.',
  });
}
