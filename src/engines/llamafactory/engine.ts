import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import type { StepInput } from '../../step.ts';
import { checkOptions } from '../checked-options.ts';
import type { TrainingContext, TrainingEngine, TrainingRequest } from '../engine.ts';
import { findEnvironment, type PythonPlace } from '../python/environment.ts';
import { checkVersions } from '../python/environment-versions.ts';
import { isModelFile } from '../python/hugging-face-model.ts';
import type { Launch } from '../python/machines.ts';
import { PACKAGES_FILE, packagesText } from '../python/packages-record.ts';
import { runProgram } from '../python/program.ts';
import { requestedVersions, type Versions } from '../python/requested-versions.ts';
import { layOutDirectory, layOutFile, writeRequestFiles } from '../python/work-folder.ts';
import { configurationFiles, workFiles } from './config.ts';
import { checkConstraints } from './constraints.ts';
import { curvesOf, rowsSeen } from './curves.ts';
import { isFinished, missingWeights, prepareResume, readTrainerState } from './evidence.ts';
import { checkMachine, environmentOf } from './machine.ts';
import { type LlamaFactoryOptions, llamaFactoryOptions } from './options.ts';
import { checkLengths, LENGTHS_FILE } from './row-lengths.ts';

/** Names inside the output `log`. */
const LOG = { program: 'train.log', state: 'trainer_state.json' } as const;

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
    const { epochs, gpus, nodes = 1 } = options as unknown as LlamaFactoryOptions;
    return { trainedRows: rows.count * epochs, answers: 0, gpus: gpus * nodes };
  },
  async train(context, request) {
    const options = request.options as unknown as LlamaFactoryOptions;
    const work = join(context.checkpoints, 'llamafactory');
    const output = join(work, workFiles.output);
    layOut(context, request, work);
    const place = findEnvironment('sft', context.params.environments);
    const installed = await checkVersions(place, request['versions'] as Versions);
    writeFileSync(join(work, workFiles.log, PACKAGES_FILE), packagesText(installed));
    if (!isFinished(output, options.finetuning)) {
      const launch = await checkMachine(options, work);
      await checkLengths(context, request, options, place, work);
      await fineTune(context, options, place, work, launch);
    }
    const model = options.finetuning === 'lora' ? await merge(context, options, place, work) : output;
    await verify(context, place, work, model);
    leaveOutputs(context, work, model);
  },
  collect(log, checkpoint) {
    for (const name of ['config.json', 'tokenizer_config.json']) {
      if (!checkpoint.files.includes(name))
        throw new ProuieError('PROUIE_CHECKPOINT', `The checkpoint has no ${name}.`);
    }
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
  writeRequestFiles(work, request['files'] as { readonly [path: string]: string });
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
  if (step === undefined) clearUnfinished(output, join(work, 'aside'));
  else context.log(`goes on from step ${step}`);
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

/** A model without a checkpoint to go on from makes LLaMA-Factory refuse to begin. */
function clearUnfinished(output: string, aside: string): void {
  if (!existsSync(output)) return;
  mkdirSync(aside, { recursive: true });
  renameSync(output, join(aside, `output.${readdirSync(aside).length}`));
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

/** Counts parameters, looks for values that are not finite, and for what other readers need of the configuration. */
async function verify(
  context: TrainingContext,
  place: PythonPlace,
  work: string,
  model: string,
): Promise<void> {
  await runProgram(place, {
    argv: ['python', context.input('program/verify').path, model, '--like', join(work, workFiles.model)],
    cwd: work,
    env: {},
    logFile: join(work, workFiles.log, 'verify.log'),
    signal: context.signal,
  });
}

function leaveOutputs(context: TrainingContext, work: string, model: string): void {
  const checkpoint = context.outputs.directory('checkpoint').path;
  for (const name of readdirSync(model).filter(isModelFile))
    cpSync(join(model, name), join(checkpoint, name), { mode: constants.COPYFILE_FICLONE });
  const log = context.outputs.directory('log').path;
  for (const name of readdirSync(join(work, workFiles.log)))
    cpSync(join(work, workFiles.log, name), join(log, name));
  for (const name of [LOG.state, 'train_results.json', 'trainer_log.jsonl']) {
    const path = join(work, workFiles.output, name);
    if (existsSync(path)) cpSync(path, join(log, name));
  }
  cpSync(join(work, LENGTHS_FILE), join(log, LENGTHS_FILE));
}

function textOf(log: Pick<StepInput, 'bytes'>, name: string): string {
  return new TextDecoder().decode(log.bytes(name));
}
