import { z } from 'zod';
import type { Checkpoint } from '../engines/embedded/checkpoint.ts';
import type * as Grpo from '../engines/embedded/grpo.ts';
import type * as Sft from '../engines/embedded/sft.ts';
import type * as RewardModule from '../engines/reward-function.ts';
import { ProuieError } from '../errors.ts';
import { defineStep, type StepContext, type StepInput } from '../step.ts';
import { readJson } from '../uie/ordered-json.ts';
import { readTrainingRow } from '../uie/record-json.ts';
import type { TrainingRow } from '../uie/records.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint-files.ts';

/** The request, as far as this step reads it; the engine checks its own options. */
interface Request {
  readonly method: 'sft' | 'grpo';
  readonly seed: number;
  readonly options: { readonly bits?: number } & Sft.SftOptions & Grpo.GrpoOptions;
  readonly reward: Parameters<(typeof RewardModule)['createReward']>[0] | null;
  readonly rows: string;
  readonly start: string | null;
  readonly code: { readonly engine: string; readonly reward: string | null };
}

/**
 * Carries out a training request on the embedded engine. Its key is the digest of the request, which names all that
 * it reads: rows, start checkpoint, engine and reward. The engine and the reward are run as the bundles that the
 * request names; this file only hands them their data.
 */
export const step = defineStep({
  params: z.strictObject({}),
  keyedBy: 'request',
  outputs: { checkpoint: 'directory', log: 'text' },
  async run(context) {
    const request = context.input('request').json() as unknown as Request;
    checkInputs(context, request);
    const rows = await readRows(context.input('rows'));
    const { checkpoint, curves } =
      request.method === 'sft' ? await runSft(context, request, rows) : await runGrpo(context, request, rows);
    await writeCheckpoint(context.outputs.directory('checkpoint'), checkpoint);
    const log = [{ step: 0, name: 'rows', value: rows.length }, ...curves];
    context.outputs.writeLines(
      'log',
      log.map((line) => JSON.stringify(line)),
    );
  },
});

/** What was handed over must be what the request names. */
function checkInputs(context: StepContext<unknown>, request: Request): void {
  const named = {
    rows: request.rows,
    start: request.start,
    engine: request.code.engine,
    rewardCode: request.code.reward,
  };
  for (const [name, digest] of Object.entries(named)) {
    const handed = context.hasInput(name) ? context.input(name).digest : null;
    if (handed !== digest) {
      throw new ProuieError(
        'PROUIE_REQUEST_MISMATCH',
        `The request names ${digest ?? 'nothing'} as ${name}, but ${handed ?? 'nothing'} was handed over.`,
        {
          hint: 'Run again: a file may have changed while the run was being prepared.',
        },
      );
    }
  }
}

async function readRows(input: StepInput): Promise<TrainingRow[]> {
  const rows: TrainingRow[] = [];
  for await (const line of input.lines())
    rows.push(readTrainingRow(readJson(line), { file: input.path, line: rows.length + 1 }));
  return rows;
}

async function startFrom(context: StepContext<unknown>, zero: () => Checkpoint): Promise<Checkpoint> {
  return context.hasInput('start') ? readCheckpoint(context, context.input('start'), 'train') : zero();
}

async function runSft(
  context: StepContext<unknown>,
  { options, seed }: Request,
  rows: readonly TrainingRow[],
) {
  const engine = (await context.input('engine').module()) as unknown as typeof Sft;
  return engine.trainSft({
    rows,
    start: await startFrom(context, () => engine.zeroCheckpoint(options.bits ?? 22)),
    options: { ...engine.defaultSftOptions, ...options },
    seed,
    onStep: context.progress,
    signal: context.signal,
  });
}

async function runGrpo(context: StepContext<unknown>, request: Request, rows: readonly TrainingRow[]) {
  const engine = (await context.input('engine').module()) as unknown as typeof Grpo;
  const { createReward } = (await context.input('rewardCode').module()) as unknown as typeof RewardModule;
  return engine.trainGrpo({
    rows,
    start: await readCheckpoint(context, context.input('start'), 'train'),
    reward: createReward(request.reward ?? {}),
    options: { ...engine.defaultGrpoOptions, ...request.options },
    seed: request.seed,
    onStep: context.progress,
    signal: context.signal,
  });
}
