import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import type { StepInput } from '../../step.ts';
import { checkOptions } from '../checked-options.ts';
import type { TrainingContext, TrainingEngine, TrainingRequest } from '../engine.ts';
import { checkDevices } from '../python/devices.ts';
import { checkDiskSpace } from '../python/disk-space.ts';
import { findEnvironment, type PythonPlace } from '../python/environment.ts';
import { checkVersions } from '../python/environment-versions.ts';
import { isModelFile } from '../python/hugging-face-model.ts';
import { type Launch, launchOf } from '../python/machines.ts';
import { readModelSize } from '../python/model-size.ts';
import { PACKAGES_FILE, packagesText } from '../python/packages-record.ts';
import { runProgram } from '../python/program.ts';
import { requestedVersions, type Versions } from '../python/requested-versions.ts';
import { layOutDirectory, layOutFile, writeRequestFiles } from '../python/work-folder.ts';
import { configurationFiles, workFiles } from './config.ts';
import { checkConstraints } from './constraints.ts';
import { curvesOf, rowsSeen } from './curves.ts';
import { diskNeedOf } from './disk.ts';
import { isFinished, missingWeights, prepareResume, readTrainerState } from './evidence.ts';
import { type LlamaFactoryOptions, llamaFactoryOptions } from './options.ts';

/** Names inside the output `log`. */
const LOG = { program: 'train.log', state: 'trainer_state.json', lengths: 'lengths.json' } as const;

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

/**
 * Looks at the machine before anything is loaded.
 *
 * @throws ProuieError PROUIE_GPUS, PROUIE_MACHINES, PROUIE_DISK, PROUIE_MODEL_FILES
 */
async function checkMachine(options: LlamaFactoryOptions, work: string): Promise<Launch> {
  checkDevices(options.gpus, {
    trainer: 'LLaMA-Factory',
    option: 'languageModel.sft.gpus',
    resource: 'languageModel.resources.sft.gpu',
  });
  const launch = await launchOf(options.nodes ?? 1, {
    trainer: 'LLaMA-Factory',
    option: 'languageModel.sft.nodes',
    resource: 'languageModel.resources.sft.nodes',
  });
  const need = diskNeedOf(options, readModelSize(join(work, workFiles.model)));
  checkDiskSpace(work, [workFiles.output, workFiles.merged], need, 'languageModel.sft.saveLimit');
  return launch;
}

/** Caches of data sets by path would outlive the data, so each run has its own. */
function environmentOf(options: LlamaFactoryOptions, work: string): { readonly [name: string]: string } {
  const onGpus: Record<string, string> = { FORCE_TORCHRUN: '1', NPROC_PER_NODE: String(options.gpus) };
  const onCpu: Record<string, string> = { CUDA_VISIBLE_DEVICES: '' };
  const onCpus: Record<string, string> = { ...onCpu, FORCE_TORCHRUN: '1', NPROC_PER_NODE: '1' };
  return {
    HF_HOME: join(work, 'cache'),
    OMP_NUM_THREADS: String(options.threads),
    USE_V1: '0',
    ...(options.gpus > 0 ? onGpus : (options.nodes ?? 1) > 1 ? onCpus : onCpu),
  };
}

interface Lengths {
  readonly rows: number;
  readonly truncated: number;
  readonly longest: number;
  readonly first: readonly number[];
}

/** LLaMA-Factory cuts what is too long without a word; here a target that would lose its end is an error. */
async function checkLengths(
  context: TrainingContext,
  request: TrainingRequest,
  options: LlamaFactoryOptions,
  place: PythonPlace,
  work: string,
): Promise<void> {
  const path = join(work, LOG.lengths);
  if (!existsSync(path)) {
    const lines: string[] = [];
    await runProgram(place, {
      argv: [
        'python',
        context.input('program/lengths').path,
        workFiles.model,
        workFiles.rows,
        options.template,
        String(options.cutoff),
        String(options.workers.preprocessing),
      ],
      cwd: work,
      env: environmentOf({ ...options, gpus: 0, nodes: 1 }, work),
      logFile: join(work, workFiles.log, 'lengths.log'),
      signal: context.signal,
      onLine: (line) => lines.push(line),
    });
    writeFileSync(path, `${lines.findLast((line) => line.startsWith('{'))}\n`);
  }
  const lengths = JSON.parse(readFileSync(path, 'utf8')) as Lengths;
  context.log(
    `${lengths.rows} rows, the longest of ${lengths.longest} tokens, ${lengths.truncated} too long`,
  );
  if (lengths.rows !== request.rows.count) {
    throw new ProuieError(
      'PROUIE_ROWS_LOST',
      `${lengths.rows} rows can be read, but the mixture has ${request.rows.count}.`,
      { location: { file: context.input('rows').path } },
    );
  }
  if (lengths.truncated > options.truncatedShare * lengths.rows) {
    throw new ProuieError(
      'PROUIE_TARGET_TRUNCATED',
      `${lengths.truncated} of ${lengths.rows} rows have more than ${options.cutoff} tokens, and would be cut; the longest has ${lengths.longest}.`,
      {
        hint: 'Raise `languageModel.sft.cutoff`, or allow a share of such rows by `languageModel.sft.truncatedShare`.',
        location: { file: context.input('rows').path, line: lengths.first[0] ?? 1 },
      },
    );
  }
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
  cpSync(join(work, LOG.lengths), join(log, LOG.lengths));
}

function textOf(log: Pick<StepInput, 'bytes'>, name: string): string {
  return new TextDecoder().decode(log.bytes(name));
}
