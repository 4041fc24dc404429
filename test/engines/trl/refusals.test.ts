import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { locked } from '../../../src/engines/python/locked.ts';
import { engine } from '../../../src/engines/trl/engine.ts';
import type { ProuieError } from '../../../src/errors.ts';
import type { Json } from '../../../src/json.ts';
import { failureOfAsync } from '../../failure.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeModel } from '../easyr1/run-context.ts';
import { inventRows } from '../embedded/invented-rows.ts';
import { enginePath } from '../engine-python.ts';
import { makeStandIn, type StandInEnvironment } from '../llamafactory/stand-in-environment.ts';
import { python } from '../python/python.ts';
import { digestOf, openRunFolder } from '../run-folder.ts';

type Options = { readonly [name: string]: Json };

const ROWS = 8;
const OPTIONS: Options = {
  rollouts: 2,
  epochs: 1,
  promptsPerStep: 4,
  promptsPerUpdate: 4,
  deviceBatch: 8,
  maxPrompt: 400,
  maxAnswer: 16,
  learningRate: 1e-3,
  precision: 'fp32',
  gpus: 0,
};

let environment: StandInEnvironment;
beforeAll(() => {
  if (python !== undefined) environment = makeStandIn({ trl: locked.sft.versions.trl });
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => {
  if (python !== undefined) rmSync(environment.folder, { recursive: true });
});

/** How a run ends whose driver is another program. */
function failureWith(driver: string, changes: Options = {}): Promise<ProuieError> {
  const folder = temporaryFolder();
  const [rows, program] = [join(folder, 'rows.jsonl'), join(folder, 'driver.py')];
  writeFileSync(
    rows,
    inventRows('ner', ROWS, 3)
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(''),
  );
  writeFileSync(program, driver);
  const inputs = {
    rows,
    start: writeModel(join(folder, 'start')),
    'code/driver': program,
    'code/prompt': enginePath('chat_prompt.py'),
    'code/bridge': enginePath('reward_bridge.py'),
    'code/reward': program,
    'program/verify': enginePath('verify_model.py'),
  };
  const request = engine.render({
    method: 'grpo',
    seed: 3,
    options: { ...OPTIONS, ...changes },
    reward: {},
    rows: { digest: digestOf(rows), count: ROWS },
    start: digestOf(inputs.start),
    code: {},
    versions: { python: '3.*' },
  });
  const run = openRunFolder(folder, 'first', inputs, { sft: { python: environment.python } });
  return failureOfAsync(() => engine.train(run.context, request));
}

describe.skipIf(python === undefined)('GRPO with TRL, where another program stands in (needs Python)', () => {
  it('does not begin without the GPU that its request was made for', async () => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', '');
    const { code, message } = await failureWith('raise SystemExit("not to be started")', { gpus: 1 });
    expect([code, message]).toEqual([
      'PROUIE_GPUS',
      'TRL is to run on 1 GPU, but sees 0 here: CUDA_VISIBLE_DEVICES is "".',
    ]);
  });

  it('sees no more GPUs than its request was made for', async () => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', '3,5');
    const driver =
      'import os\nraise SystemExit("ValueError: devices " + os.environ["CUDA_VISIBLE_DEVICES"])\n';
    expect((await failureWith(driver, { gpus: 1 })).message).toContain('ValueError: devices 3');
  });

  it('has failed where its driver ends well and leaves no model', async () => {
    const { code, message, hint } = await failureWith('print("all is well")\n');
    expect([code, message]).toEqual([
      'PROUIE_TRAINER_UNFINISHED',
      'TRL ended well, but left no model of step 2 with all its files.',
    ]);
    expect(hint).toContain('goes on from the last checkpoint');
  });
});
