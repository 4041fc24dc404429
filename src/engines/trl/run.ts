import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { checkOptions } from '../checked-options.ts';
import type { TrainingContext, TrainingRequest } from '../engine.ts';
import { checkDevices } from '../python/devices.ts';
import { checkDiskSpace } from '../python/disk-space.ts';
import type { PythonPlace } from '../python/environment.ts';
import { checkVersions } from '../python/environment-versions.ts';
import { isModelFile } from '../python/hugging-face-model.ts';
import { readConfiguration } from '../python/model-configuration.ts';
import { readModelSize } from '../python/model-size.ts';
import { PACKAGES_FILE, packagesText } from '../python/packages-record.ts';
import { runProgram } from '../python/program.ts';
import { programParts } from '../python/program-request.ts';
import { TRAINER_STATE } from '../python/trainer-state.ts';
import { verifyModel } from '../python/verify-model.ts';
import { copyFile, layOutDirectory, layOutFile, writeRequestFiles } from '../python/work-folder.ts';
import { diskNeedOf } from './disk.ts';
import { MARKERS, prepareResume } from './evidence.ts';
import { handOverConfig, withoutSampling } from './hand-over.ts';
import { type TrlOptions, trlOptions } from './options.ts';
import { workFiles } from './settings.ts';

/** Code of ours that acts inside the run: the input's name, and the file's in the run's folder. */
const PROGRAMS = {
  'code/driver': 'grpo.py',
  'code/prompt': 'chat_prompt.py',
  'code/bridge': 'reward_bridge.py',
} as const;

const CONFIG = 'config.json';
const GENERATION = 'generation_config.json';

/** Lays out all that the driver reads; what an earlier attempt has laid out stays. */
export function layOut(context: TrainingContext, request: TrainingRequest, work: string): void {
  const model = join(work, workFiles.model);
  layOutDirectory(context.input('start'), model);
  if (context.input('start').files.includes(GENERATION)) {
    const path = join(model, GENERATION);
    writeFileSync(path, jsonText(withoutSampling(readConfiguration(path))));
  }
  layOutFile(context.input('rows').path, join(work, workFiles.rows));
  for (const [input, file] of Object.entries(PROGRAMS))
    layOutFile(context.input(input).path, join(work, workFiles.programs, file));
  writeRequestFiles(work, programParts(request).files);
  mkdirSync(join(work, workFiles.log), { recursive: true });
}

/**
 * Looks at the machine before anything is loaded.
 *
 * @returns the GPUs to run on
 * @throws ProuieError PROUIE_GPUS, PROUIE_DISK, PROUIE_MODEL_FILES
 */
function checkMachine(options: TrlOptions, work: string): readonly string[] {
  const need = diskNeedOf(options, readModelSize(join(work, workFiles.model)));
  checkDiskSpace(work, [workFiles.output], need, 'languageModel.trl.saveLimit');
  return checkDevices(options.gpus, {
    trainer: 'TRL',
    option: 'languageModel.trl.gpus',
    resource: 'languageModel.resources.grpo.gpu',
  });
}

/**
 * Runs the driver to its end, from the last whole checkpoint on.
 *
 * @throws ProuieError PROUIE_GPUS, PROUIE_DISK before anything is loaded; PROUIE_TRAINER_…
 */
export async function drive(
  context: TrainingContext,
  request: TrainingRequest,
  place: PythonPlace,
  work: string,
): Promise<void> {
  const options = checkOptions('trl', trlOptions, request.options);
  const installed = await checkVersions(place, programParts(request).versions);
  writeFileSync(join(work, workFiles.log, PACKAGES_FILE), packagesText(installed));
  const devices = checkMachine(options, work);
  const checkpoint = prepareResume(join(work, workFiles.output), join(work, 'aside'));
  if (checkpoint !== undefined) context.log(`goes on from ${checkpoint.slice(work.length + 1)}`);
  await runProgram(place, {
    argv: [
      'python',
      join(workFiles.programs, PROGRAMS['code/driver']),
      workFiles.settings,
      ...(checkpoint === undefined ? [] : ['--resume', checkpoint.slice(work.length + 1)]),
      '--reward',
      execPath,
      context.input('code/reward').path,
    ],
    cwd: work,
    env: {
      HF_HOME: join(work, 'cache'),
      OMP_NUM_THREADS: String(options.threads),
      // With more than it was made for, the trainer would spread each pass over all of them.
      CUDA_VISIBLE_DEVICES: devices.join(','),
    },
    logFile: join(work, workFiles.log, 'train.log'),
    signal: context.signal,
    onLine: (line) => {
      const [, done, total] = /^\{"step": (\d+), "of": (\d+)\}$/.exec(line) ?? [];
      if (done !== undefined) context.progress(Number(done), Number(total));
    },
  });
}

/**
 * Weights and configuration of the trained model, everything else as it was in the start: training changes neither
 * tokenizer nor template, and versions of transformers write these in forms that older ones do not read.
 */
export async function leaveOutputs(
  context: TrainingContext,
  place: PythonPlace,
  work: string,
): Promise<void> {
  const output = join(work, workFiles.output);
  const start = context.input('start');
  const checkpoint = context.outputs.directory('checkpoint').path;
  for (const name of readdirSync(output).filter((file) => /\.safetensors(\.index\.json)?$/.test(file)))
    copyFile(join(output, name), join(checkpoint, name));
  for (const name of start.files.filter((file) => isModelFile(file) && !/\.(safetensors|bin)\b/.test(file)))
    copyFile(start.file(name), join(checkpoint, name));
  const trained = readConfiguration(join(output, CONFIG));
  const config = handOverConfig(trained, readConfiguration(start.file(CONFIG)));
  writeFileSync(join(checkpoint, CONFIG), jsonText(config));

  const log = context.outputs.directory('log').path;
  if (context.hasInput('program/verify')) {
    await verifyModel(context, place, {
      work,
      log: join(work, workFiles.log),
      model: checkpoint,
      like: join(work, workFiles.model),
    });
  }
  for (const name of readdirSync(join(work, workFiles.log)))
    copyFile(join(work, workFiles.log, name), join(log, name));
  for (const name of [TRAINER_STATE, MARKERS.run]) copyFile(join(output, name), join(log, name));
  copyFile(join(work, workFiles.settings), join(log, workFiles.settings));
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
