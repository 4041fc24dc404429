import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { checkOptions } from '../checked-options.ts';
import type { TrainingEngine } from '../engine.ts';
import { findEnvironment } from '../python/environment.ts';
import { checkVersions } from '../python/environment-versions.ts';
import { checkCheckpoint } from '../python/hugging-face-model.ts';
import { PACKAGES_FILE, packagesText } from '../python/packages-record.ts';
import { programParts } from '../python/program-request.ts';
import { requestedVersions, type Versions } from '../python/requested-versions.ts';
import { yamlText } from '../python/yaml-text.ts';
import { lastStep } from './checkpoints.ts';
import { EMPTY_THINKING_TEMPLATE, renderConfig, workFiles } from './config.ts';
import { checkConstraints, checkPath } from './constraints.ts';
import { checkKeys } from './key-check.ts';
import type { EasyR1Version } from './keys.ts';
import { layOut } from './layout.ts';
import { easyR1Options } from './options.ts';
import { checkBeforeStart } from './preflight.ts';
import { leaveOutputs, mergeShards, trainToEnd } from './run.ts';
import { readRun } from './run-record.ts';
import { stepsOfEpoch, stepsOfRun } from './steps.ts';

/** OmegaConf 2.4 refuses EasyR1's own settings; EasyR1 reaches into vLLM; transformers 5 writes other model folders. */
const BOUNDS: { readonly [version in EasyR1Version]: Versions } = {
  'v0.3.2': { verl: '0.3.2.*', omegaconf: '2.3.*', transformers: '>=4.54,<=4.56.2', vllm: '0.11.*' },
  'v0.3.3': { verl: '0.3.3.*', omegaconf: '2.3.*', transformers: '>=4.54,<5', vllm: '0.11.*' },
};

/** Those that decide what comes out. */
const PACKAGES = ['vllm', 'transformers', 'torch', 'ray', 'tensordict', 'omegaconf'] as const;

/**
 * GRPO by EasyR1, on the GPUs of one machine. Inputs besides rows and start: `code/reward` (the reward program as a
 * bundle), `code/bridge` (`reward_bridge.py`) and `code/sfr` (`sfr.py`) act inside the run; `program/verify`
 * (`verify_model.py`), `program/lengths` (`prompt_lengths.py`) and `program/merge` (`merge_shards.py`) look after it.
 */
export const engine: TrainingEngine = {
  name: 'easyr1',
  render(order) {
    const options = checkOptions('easyr1', easyR1Options, order.options);
    if (order.method !== 'grpo') throw refuse('it knows no method but grpo');
    if (order.start === null) throw refuse('it starts from a model, and there is none');
    checkConstraints(options, order.rows.count);
    const config = renderConfig(order, options);
    checkKeys(config, options.version);
    return {
      schemaVersion: 1,
      engine: 'easyr1',
      ...order,
      options,
      versions: requestedVersions('easyr1', PACKAGES, order.versions, BOUNDS[options.version]),
      files: {
        [workFiles.settings]: yamlText(config),
        ...(options.emptyThinking ? { [workFiles.template]: EMPTY_THINKING_TEMPLATE } : {}),
      },
    };
  },
  workload({ rows, options }) {
    const { promptsPerStep, epochs, rollouts, gpus } = checkOptions('easyr1', easyR1Options, options);
    const answers = stepsOfRun({ promptsPerStep, epochs }, rows.count) * promptsPerStep * rollouts;
    return { trainedRows: answers, answers, gpus };
  },
  async train(context, request) {
    const options = checkOptions('easyr1', easyR1Options, request.options);
    const work = join(context.checkpoints, 'easyr1');
    checkPath(work);
    await layOut(context, request, options, work);
    const place = findEnvironment('easyr1', context.params.environments);
    const installed = await checkVersions(place, programParts(request).versions);
    writeFileSync(join(work, workFiles.log, PACKAGES_FILE), packagesText(installed));
    const prompts = await checkBeforeStart(context, options, place, work);
    const steps = stepsOfRun(options, prompts);
    if (lastStep(join(work, workFiles.output)) < steps)
      await trainToEnd(context, options, place, work, steps);
    const model = await mergeShards(context, options, place, work, steps);
    await leaveOutputs(context, place, work, model, {
      rows: request.rows.count,
      prompts,
      promptsPerStep: options.promptsPerStep,
      stepsOfEpoch: stepsOfEpoch(options, prompts),
      steps,
    });
  },
  collect(log, checkpoint) {
    checkCheckpoint(checkpoint.files);
    return readRun(log);
  },
};

function refuse(why: string): ProuieError {
  return new ProuieError('PROUIE_ENGINE_OPTIONS', `The engine easyr1 cannot do this: ${why}.`, {
    hint: 'Name another engine in the profile.',
  });
}
