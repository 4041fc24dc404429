import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { ProuieError } from '../../errors.ts';
import type { TrainingContext } from '../engine.ts';
import { checkDevices } from '../python/devices.ts';
import { checkDiskSpace } from '../python/disk-space.ts';
import type { PythonPlace } from '../python/environment.ts';
import { isModelFile } from '../python/hugging-face-model.ts';
import { readModelSize } from '../python/model-size.ts';
import { runProgram } from '../python/program.ts';
import { verifyModel } from '../python/verify-model.ts';
import { copyFile } from '../python/work-folder.ts';
import { actorFolder, lastStep, missingShards, prepareResume } from './checkpoints.ts';
import { workFiles } from './config.ts';
import { SEGMENT_LOG } from './curves.ts';
import { diskNeedOf } from './disk.ts';
import type { EasyR1Options } from './options.ts';
import { withRay } from './ray.ts';
import { RUN_RECORD, type RunRecord, segmentName } from './run-record.ts';

/** Files that EasyR1 empties when it begins, also when it goes on from a checkpoint. */
const OVERWRITTEN = [SEGMENT_LOG, 'experiment_config.json', 'generations.log'] as const;

const WEIGHTS = /\.(safetensors|safetensors\.index\.json|bin|bin\.index\.json)$/;

/**
 * Trains to the last step, from the last whole checkpoint on.
 *
 * @throws ProuieError PROUIE_GPUS, PROUIE_DISK before anything is loaded; PROUIE_RAY, PROUIE_TRAINER_…
 */
export async function trainToEnd(
  context: TrainingContext,
  options: EasyR1Options,
  place: PythonPlace,
  work: string,
  steps: number,
): Promise<void> {
  const output = join(work, workFiles.output);
  const log = join(work, workFiles.log);
  checkDevices(options.gpus, {
    trainer: 'EasyR1',
    option: 'languageModel.easyr1.gpus',
    resource: 'languageModel.resources.grpo.gpu',
  });
  const need = diskNeedOf(options, readModelSize(join(work, workFiles.model)));
  checkDiskSpace(work, [workFiles.output], need, 'languageModel.easyr1.saveLimit');
  mkdirSync(output, { recursive: true });
  setLogsAside(work);
  const step = prepareResume(output, join(work, 'aside'), options.gpus);
  if (step > 0) context.log(`goes on from step ${step} of ${steps}`);
  const attempt = readdirSync(log).filter((name) => name.startsWith('train-')).length + 1;
  const env = { HF_HOME: join(work, 'cache'), PROUIE_NODE: execPath };
  const cluster = { gpus: options.gpus, cwd: work, env, logFile: join(log, `ray-${attempt}.log`) };
  await withRay(place, { ...cluster, signal: context.signal }, (toCluster, signal) =>
    runProgram(place, {
      argv: ['python', '-m', 'verl.trainer.main', `config=${join(work, workFiles.settings)}`],
      cwd: work,
      env: toCluster,
      logFile: join(log, `train-${attempt}.log`),
      signal,
      onLine: (line) => {
        const done = /\bStep (\d+)$/.exec(line)?.[1];
        if (done !== undefined) context.progress(Number(done), steps);
      },
    }),
  );
  const shards = missingShards(output, steps, options.gpus);
  if (lastStep(output) !== steps || shards.length > 0) {
    throw new ProuieError(
      'PROUIE_TRAINER_UNFINISHED',
      `EasyR1 ended well, but its last checkpoint is that of step ${lastStep(output)}, not ${steps}${
        shards.length > 0 ? `; missing: ${shards.join(', ')}` : ''
      }.`,
      { hint: 'See the log of the run.', location: { file: log } },
    );
  }
}

/** EasyR1 empties its logs when it goes on; each beginning has its own here. */
function setLogsAside(work: string): void {
  const [output, log] = [join(work, workFiles.output), join(work, workFiles.log)];
  const there = OVERWRITTEN.filter((name) => existsSync(join(output, name)));
  if (there.length === 0) return;
  const segment = join(
    log,
    segmentName(readdirSync(log).filter((name) => /^segment-/.test(name)).length + 1),
  );
  mkdirSync(segment);
  for (const name of there) renameSync(join(output, name), join(segment, name));
}

/**
 * Joins the shards of the last step into one model. EasyR1's program for that goes on when a shard cannot be read, with
 * other weights in its place, so its words and what it leaves are looked at.
 *
 * @returns the folder of the model
 */
export async function mergeShards(
  context: TrainingContext,
  options: EasyR1Options,
  place: PythonPlace,
  work: string,
  steps: number,
): Promise<string> {
  const output = join(work, workFiles.output);
  const logFile = join(work, workFiles.log, 'merge.log');
  const shards = missingShards(output, steps, options.gpus);
  if (shards.length > 0) throw mergeFailure(`shards are missing: ${shards.join(', ')}`, logFile);
  const actor = actorFolder(output, steps);
  let complaint: string | undefined;
  await runProgram(place, {
    argv: ['python', context.input('program/merge').path, actor],
    cwd: work,
    env: { HF_HOME: join(work, 'cache') },
    logFile,
    signal: context.signal,
    onLine: (line) => {
      if (line.includes('Cannot find key')) complaint ??= line;
    },
  });
  if (complaint !== undefined) throw mergeFailure(complaint, logFile);
  return join(actor, 'huggingface');
}

function mergeFailure(why: string, file: string): ProuieError {
  return new ProuieError('PROUIE_EASYR1_MERGE', `The shards cannot be joined: ${why}.`, {
    hint: 'Look at the checkpoint; the run goes on from an older one when this one is removed.',
    location: { file },
  });
}

/**
 * The merged weights, and everything else as it was in the start: training changes neither tokenizer nor settings of
 * generation, and the merger of v0.3.2 writes the latter anew. The model is looked at as others will read it.
 */
export async function leaveOutputs(
  context: TrainingContext,
  place: PythonPlace,
  work: string,
  model: string,
  record: RunRecord,
): Promise<void> {
  const checkpoint = context.outputs.directory('checkpoint').path;
  for (const name of readdirSync(model).filter((file) => WEIGHTS.test(file) && isModelFile(file)))
    copyFile(join(model, name), join(checkpoint, name));
  const start = context.input('start');
  for (const name of start.files.filter((file) => isModelFile(file) && !WEIGHTS.test(file)))
    copyFile(start.file(name), join(checkpoint, name));
  await verifyModel(context, place, {
    work,
    log: join(work, workFiles.log),
    model: checkpoint,
    like: workFiles.model,
  });
  setLogsAside(work);
  const log = context.outputs.directory('log').path;
  cpSync(join(work, workFiles.log), log, { recursive: true });
  copyFile(join(work, workFiles.settings), join(log, workFiles.settings));
  writeFileSync(join(log, RUN_RECORD), `${JSON.stringify(record, null, 1)}\n`);
}
