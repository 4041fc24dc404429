import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import type { StepInput } from '../../step.ts';
import { readJson } from '../../uie/ordered-json.ts';
import { readTrainingRow } from '../../uie/record-json.ts';
import type { TrainingContext, TrainingRequest } from '../engine.ts';
import { programParts } from '../python/program-request.ts';
import { layOutDirectory, layOutFile, writeRequestFiles } from '../python/work-folder.ts';
import { WORK, workFiles } from './config.ts';
import { isValidationRow, rolloutLine } from './data.ts';
import type { EasyR1Options } from './options.ts';

/** Code of ours that acts inside the run: the input's name, and the file's in the run's folder. */
const PROGRAMS = {
  'code/reward': workFiles.rewardServer,
  'code/bridge': workFiles.bridge,
  'code/sfr': workFiles.sfr,
} as const;

/** Lays out all that EasyR1 reads; what an earlier attempt has laid out stays. */
export async function layOut(
  context: TrainingContext,
  request: TrainingRequest,
  options: EasyR1Options,
  work: string,
): Promise<void> {
  layOutDirectory(context.input('start'), join(work, workFiles.model));
  for (const [input, file] of Object.entries(PROGRAMS))
    layOutFile(context.input(input).path, join(work, file));
  const files = Object.entries(programParts(request).files);
  writeRequestFiles(
    work,
    Object.fromEntries(files.map(([path, text]) => [path, text.replaceAll(WORK, work)])),
  );
  mkdirSync(join(work, workFiles.log), { recursive: true });
  await layOutRows(context.input('rows'), request.rows.count, options.validationRows, work);
}

async function layOutRows(
  input: Pick<StepInput, 'lines' | 'path'>,
  count: number,
  validation: number,
  work: string,
): Promise<void> {
  const [train, sample] = [join(work, workFiles.rows), join(work, workFiles.validation)];
  if (existsSync(train) && existsSync(sample)) return;
  mkdirSync(dirname(train), { recursive: true });
  const [trainFile, sampleFile] = [openSync(`${train}.part`, 'w'), openSync(`${sample}.part`, 'w')];
  let index = 0;
  try {
    for await (const line of input.lines()) {
      const text = `${rolloutLine(readTrainingRow(readJson(line), { file: input.path, line: index + 1 }))}\n`;
      writeSync(trainFile, text);
      if (isValidationRow(index, count, validation)) writeSync(sampleFile, text);
      index += 1;
    }
  } finally {
    closeSync(trainFile);
    closeSync(sampleFile);
  }
  if (index !== count) {
    throw new ProuieError('PROUIE_ROWS_LOST', `${index} rows can be read, but the mixture has ${count}.`, {
      location: { file: input.path },
    });
  }
  renameSync(`${train}.part`, train);
  renameSync(`${sample}.part`, sample);
}
