import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { readJson } from '../../uie/ordered-json.ts';
import { readTrainingRow } from '../../uie/record-json.ts';
import type { TrainingRow } from '../../uie/records.ts';
import { textOf } from '../directory-text.ts';
import type { TrainingContext, TrainingEngine, TrainingRequest } from '../engine.ts';
import type * as RewardModule from '../reward-function.ts';
import type { Checkpoint } from './checkpoint.ts';
import { CHECKPOINT_FILES, readCheckpoint, writeCheckpoint } from './checkpoint-files.ts';
import type * as Grpo from './grpo.ts';
import type * as Sft from './sft.ts';

const LOG_FILE = 'curves.jsonl';

/** The options as the trainers know them; they check them. */
type Options = { readonly bits?: number } & Sft.SftOptions & Grpo.GrpoOptions;

/**
 * The engine built in. Trainer and reward are run as the bundles that the request names (`code/trainer`,
 * `code/reward`); this file only hands them their data.
 */
export const engine: TrainingEngine = {
  name: 'embedded',
  render: (order) => ({ schemaVersion: 1, engine: 'embedded', ...order }),
  workload({ method, options, rows }) {
    const epochs = Number(options['epochs']);
    const answers = method === 'grpo' ? rows.count * epochs * Number(options['rollouts']) : 0;
    return { trainedRows: method === 'grpo' ? answers : rows.count * epochs, answers, gpus: 0 };
  },
  async train(context, request) {
    const rows = await readRows(context);
    const { checkpoint, curves } =
      request.method === 'sft' ? await runSft(context, request, rows) : await runGrpo(context, request, rows);
    await writeCheckpoint(context.outputs.directory('checkpoint'), checkpoint);
    const lines = [{ step: 0, name: 'rows', value: rows.length }, ...curves];
    context.outputs
      .directory('log')
      .writeText(LOG_FILE, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  },
  collect(log, checkpoint) {
    for (const file of [CHECKPOINT_FILES.metadata, CHECKPOINT_FILES.weights]) {
      if (!checkpoint.files.includes(file))
        throw new ProuieError('PROUIE_CHECKPOINT', `The checkpoint has no ${file}.`);
    }
    const curvePoint = z.object({ step: z.number(), name: z.string(), value: z.number() });
    const curves = textOf(log, LOG_FILE)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => curvePoint.parse(JSON.parse(line)));
    return { rows: curves.find(({ name }) => name === 'rows')?.value ?? 0, curves };
  },
};

async function readRows(context: TrainingContext): Promise<TrainingRow[]> {
  const input = context.input('rows');
  const rows: TrainingRow[] = [];
  for await (const line of input.lines())
    rows.push(readTrainingRow(readJson(line), { file: input.path, line: rows.length + 1 }));
  return rows;
}

async function runSft(context: TrainingContext, request: TrainingRequest, rows: readonly TrainingRow[]) {
  const trainer = (await context.input('code/trainer').module()) as unknown as typeof Sft;
  const options = request.options as unknown as Options;
  const start: Checkpoint = context.hasInput('start')
    ? await readCheckpoint(context, context.input('start'), 'train')
    : trainer.zeroCheckpoint(options.bits ?? 22);
  return trainer.trainSft({
    rows,
    start,
    options: { ...trainer.defaultSftOptions, ...options },
    seed: request.seed,
    onStep: context.progress,
    signal: context.signal,
  });
}

async function runGrpo(context: TrainingContext, request: TrainingRequest, rows: readonly TrainingRow[]) {
  const trainer = (await context.input('code/trainer').module()) as unknown as typeof Grpo;
  const { createReward } = (await context.input('code/reward').module()) as unknown as typeof RewardModule;
  const reward: Json = request.reward ?? {};
  return trainer.trainGrpo({
    rows,
    start: await readCheckpoint(context, context.input('start'), 'train'),
    reward: createReward(reward as Parameters<typeof createReward>[0]),
    options: { ...trainer.defaultGrpoOptions, ...(request.options as unknown as Options) },
    seed: request.seed,
    onStep: context.progress,
    signal: context.signal,
  });
}
