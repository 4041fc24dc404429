import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { checkOptions } from '../checked-options.ts';
import { textOf } from '../directory-text.ts';
import type { TrainingContext, TrainingEngine, TrainingRequest } from '../engine.ts';
import { findEnvironment, type PythonPlace } from '../python/environment.ts';
import { checkVersions } from '../python/environment-versions.ts';
import { checkCheckpoint, isModelFile } from '../python/hugging-face-model.ts';
import type { Launch } from '../python/machines.ts';
import { PACKAGES_FILE, packagesText } from '../python/packages-record.ts';
import { runProgram } from '../python/program.ts';
import { programParts } from '../python/program-request.ts';
import { requestedVersions } from '../python/requested-versions.ts';
import { readTrainerState, TRAINER_STATE } from '../python/trainer-state.ts';
import { verifyModel } from '../python/verify-model.ts';
import { copyFile, layOutDirectory, layOutFile, putAside, writeRequestFiles } from '../python/work-folder.ts';
import { configurationFiles, workFiles } from './config.ts';
import { checkConstraints } from './constraints.ts';
import { curvesOf, rowsSeen } from './curves.ts';
import { isFinished, missingWeights, prepareResume } from './evidence.ts';
import { checkMachine, environmentOf } from './machine.ts';
import { type LlamaFactoryOptions, llamaFactoryOptions } from './options.ts';
import { checkLengths, LENGTHS_FILE } from './row-lengths.ts';

/** Names inside the output `log`. */
const LOG = { program: 'train.log', state: TRAINER_STATE } as const;

/** Those that decide what comes out. */
const PACKAGES = ['llamafactory', 'transformers', 'tokenizers', 'datasets', 'torch'] as const;

/** Supervised fine-tuning by LLaMA-Factory: full or LoRA, on the processor, on GPUs by torchrun, with DeepSpeed. */
export const engine: TrainingEngine = {
  name: 'llamafactory',
  render(order) {
    const options = checkOptions('llamafactory', llamaFactoryOptions, order.options);
    if (order.method !== 'sft') throw refuse('it fine-tunes, and knows no method grpo');
    if (order.start === null) throw refuse('it starts from a model, and there is none');
    checkConstraints(options);
    return {
      schemaVersion: 1,
      engine: 'llamafactory',
      ...order,
      options,
      versions: requestedVersions('sft', PACKAGES, order.versions),
      files: configurationFiles(options, order.seed),
    };
  },
  workload({ rows, options }) {
    const { epochs, gpus, nodes = 1 } = checkOptions('llamafactory', llamaFactoryOptions, options);
    return { trainedRows: rows.count * epochs, answers: 0, gpus: gpus * nodes };
  },
  async train(context, request) {
    const options = checkOptions('llamafactory', llamaFactoryOptions, request.options);
    const work = join(context.checkpoints, 'llamafactory');
    const output = join(work, workFiles.output);
    layOut(context, request, work);
    const place = findEnvironment('sft', context.params.environments);
    const installed = await checkVersions(place, programParts(request).versions);
    writeFileSync(join(work, workFiles.log, PACKAGES_FILE), packagesText(installed));
    if (!isFinished(output, options.finetuning)) {
      const launch = await checkMachine(options, work);
      await checkLengths(context, request, options, place, work);
      await fineTune(context, options, place, work, launch);
    }
    const model = options.finetuning === 'lora' ? await merge(context, options, place, work) : output;
    await verifyModel(context, place, {
      work,
      log: join(work, workFiles.log),
      model,
      like: join(work, workFiles.model),
    });
    leaveOutputs(context, work, model);
  },
  collect(log, checkpoint) {
    checkCheckpoint(checkpoint.files);
    return {
      rows: rowsSeen(textOf(log, LOG.program)) ?? 0,
      curves: curvesOf(readTrainerState(textOf(log, LOG.state))),
    };
  },
};

function refuse(why: string): ProuieError {
  return new ProuieError('PROUIE_ENGINE_OPTIONS', `LLaMA-Factory cannot do this: ${why}.`, {
    hint: 'Name another engine in the profile.',
  });
}

function layOut(context: TrainingContext, request: TrainingRequest, work: string): void {
  layOutDirectory(context.input('start'), join(work, workFiles.model));
  layOutFile(context.input('rows').path, join(work, workFiles.rows));
  writeRequestFiles(work, programParts(request).files);
  mkdirSync(join(work, workFiles.log), { recursive: true });
}

async function fineTune(
  context: TrainingContext,
  options: LlamaFactoryOptions,
  place: PythonPlace,
  work: string,
  launch: Launch,
): Promise<void> {
  const output = join(work, workFiles.output);
  const step = prepareResume(output, join(work, 'aside'));
  if (step !== undefined) context.log(`goes on from step ${step}`);
  // A model without a checkpoint to go on from makes LLaMA-Factory refuse to begin.
  else if (existsSync(output)) putAside(output, join(work, 'aside'));
  await runProgram(place, {
    argv: ['llamafactory-cli', 'train', workFiles.settings],
    launcher: launch.launcher,
    cwd: work,
    env: { ...environmentOf(options, work), ...launch.env },
    logFile: join(work, workFiles.log, LOG.program),
    signal: context.signal,
    onLine: (line) => {
      // Bars with a name in front are of other work.
      const [, done, total] = /^\s*\d+%\|.*\| (\d+)\/(\d+) \[/.exec(line) ?? [];
      if (done !== undefined) context.progress(Number(done), Number(total));
    },
  });
  if (!isFinished(output, options.finetuning)) {
    throw new ProuieError(
      'PROUIE_TRAINER_UNFINISHED',
      `LLaMA-Factory ended well, but left no finished model: ${
        missingWeights(output, options.finetuning).join(', ') || 'its state is not at the last step'
      }.`,
      {
        hint: 'See the log of the run; the next one goes on from the last checkpoint.',
        location: { file: join(work, workFiles.log, LOG.program) },
      },
    );
  }
}

async function merge(
  context: TrainingContext,
  options: LlamaFactoryOptions,
  place: PythonPlace,
  work: string,
): Promise<string> {
  const merged = join(work, workFiles.merged);
  rmSync(merged, { recursive: true, force: true });
  await runProgram(place, {
    argv: ['llamafactory-cli', 'export', workFiles.mergeSettings],
    cwd: work,
    env: environmentOf({ ...options, gpus: 0, nodes: 1 }, work),
    logFile: join(work, workFiles.log, 'merge.log'),
    signal: context.signal,
  });
  return merged;
}

function leaveOutputs(context: TrainingContext, work: string, model: string): void {
  const checkpoint = context.outputs.directory('checkpoint').path;
  for (const name of readdirSync(model).filter(isModelFile))
    copyFile(join(model, name), join(checkpoint, name));
  const log = context.outputs.directory('log').path;
  for (const name of readdirSync(join(work, workFiles.log)))
    cpSync(join(work, workFiles.log, name), join(log, name));
  for (const name of [LOG.state, 'train_results.json', 'trainer_log.jsonl']) {
    const path = join(work, workFiles.output, name);
    if (existsSync(path)) cpSync(path, join(log, name));
  }
  cpSync(join(work, LENGTHS_FILE), join(log, LENGTHS_FILE));
}
