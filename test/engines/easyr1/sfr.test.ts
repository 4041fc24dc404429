import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { createReward } from '../../../src/engines/reward-function.ts';
import { BundleStore } from '../../../src/identity/bundle.ts';
import type { TrainingRow } from '../../../src/uie/records.ts';
import { packageRoot } from '../../checks/source-tree.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { inventRows } from '../embedded/invented-rows.ts';
import { python } from '../python/python.ts';

type Score = { readonly [name: string]: number };

const engines = join(packageRoot, 'src', 'engines');
const [first, second] = inventRows('re', 2, 4) as [TrainingRow, TrainingRow];

let server: string;
beforeAll(async () => {
  server = (await new BundleStore(packageRoot).bundle('src/engines/reward-server.ts')).path;
});

async function score(
  answers: readonly (readonly [TrainingRow, string])[],
  reward: object = {},
): Promise<readonly Score[]> {
  const folder = temporaryFolder();
  copyFileSync(join(engines, 'easyr1', 'sfr.py'), join(folder, 'sfr.py'));
  copyFileSync(join(engines, 'reward_bridge.py'), join(folder, 'reward_bridge.py'));
  const inputs = answers.map(([row, response]) => ({
    response,
    response_length: response.length,
    ground_truth: JSON.stringify(row),
  }));
  const settings = { server, reward: JSON.stringify(reward), seconds: 60 };
  const { stdout } = await execa(python!, [join(import.meta.dirname, 'call-reward.py')], {
    input: JSON.stringify({ path: join(folder, 'sfr.py'), settings, inputs }),
    env: { PROUIE_NODE: process.execPath },
  });
  const { scores, type } = JSON.parse(stdout) as { readonly scores: readonly Score[]; readonly type: string };
  expect(type).toBe('batch');
  return scores;
}

describe.skipIf(python === undefined)('the reward function that EasyR1 loads (needs Python)', () => {
  it('gives the rewards of this package, with the options that it was given', async () => {
    const answers = [
      [first, first.output],
      [first, second.output],
      [second, 'no answer'],
    ] as const;
    const reward = createReward({ floor: -3, variant: 'fine' });
    const scores = await score(answers, { floor: -3, variant: 'fine' });
    expect(scores.map(({ overall }) => overall)).toEqual(
      answers.map(([row, output]) => reward(row, output).overall),
    );
    expect(scores.map(({ malformed }) => malformed)).toEqual([0, 0, 1]);
  });

  it('marks the answers of groups in which all rewards are equal, in whatever order EasyR1 has them', async () => {
    const scores = await score([
      [first, first.output],
      [second, second.output],
      [first, first.output],
      [second, 'no answer'],
    ]);
    expect(scores.map((one) => one['overall'])).toEqual([1, 1, 1, -1]);
    expect(scores.map((one) => one['zero_variance'])).toEqual([1, 0, 1, 0]);
  });

  it('marks nothing in a validation, where each row has one answer', async () => {
    const scores = await score([
      [first, first.output],
      [second, second.output],
    ]);
    expect(scores.some((one) => 'zero_variance' in one)).toBe(false);
  });
});
