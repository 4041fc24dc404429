import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastStep, missingShards, prepareResume } from '../../../src/engines/easyr1/checkpoints.ts';
import { temporaryFolder, writeFiles } from '../../temporary-folder.ts';

const GPUS = 2;

/** A folder as EasyR1 leaves it after saving these steps. */
function saved(steps: readonly number[], tracked: number | undefined = steps.at(-1)): string {
  const output = temporaryFolder();
  for (const step of steps) {
    const shards = ['model', 'optim', 'extra_state'].flatMap((kind) =>
      [0, 1].map((rank) => [`global_step_${step}/actor/${kind}_world_size_2_rank_${rank}.pt`, 'tensors']),
    );
    writeFiles(output, {
      ...Object.fromEntries(shards),
      [`global_step_${step}/actor/huggingface/config.json`]: '{}',
      [`global_step_${step}/dataloader.pt`]: 'state',
    });
  }
  if (tracked !== undefined) {
    const tracker = {
      best_global_step: 2,
      best_val_reward_score: 0.25,
      last_global_step: tracked,
      last_actor_path: join(output, `global_step_${tracked}`, 'actor'),
    };
    writeFileSync(join(output, 'checkpoint_tracker.json'), JSON.stringify(tracker));
  }
  return output;
}

function resume(output: string): number {
  return prepareResume(output, join(output, 'aside'), GPUS);
}

describe('going on from a checkpoint', () => {
  it('leaves a folder alone in which all is well', () => {
    const output = saved([2, 4]);
    const before = readFileSync(join(output, 'checkpoint_tracker.json'), 'utf8');
    expect(resume(output)).toBe(4);
    expect(readFileSync(join(output, 'checkpoint_tracker.json'), 'utf8')).toBe(before);
    expect(existsSync(join(output, 'aside'))).toBe(false);
  });

  it('begins where there is nothing', () => {
    expect(resume(join(temporaryFolder(), 'output'))).toBe(0);
  });

  it('puts a checkpoint aside that is newer than what is tracked', () => {
    const output = saved([2, 4, 6], 4);
    rmSync(join(output, 'global_step_6', 'dataloader.pt'));
    expect(resume(output)).toBe(4);
    expect(readdirSync(join(output, 'aside'))).toEqual(['global_step_6.0']);
  });

  it('takes the newest whole one where the tracked one is gone, since EasyR1 would begin at step 0', () => {
    const output = saved([2, 4, 6]);
    rmSync(join(output, 'global_step_6', 'actor', 'model_world_size_2_rank_1.pt'));
    expect(resume(output)).toBe(4);
    expect(JSON.parse(readFileSync(join(output, 'checkpoint_tracker.json'), 'utf8'))).toEqual({
      best_global_step: 2,
      best_val_reward_score: 0.25,
      last_global_step: 4,
      last_actor_path: join(output, 'global_step_4', 'actor'),
    });
  });

  it('takes an empty shard for a missing one', () => {
    const output = saved([2, 4]);
    writeFileSync(join(output, 'global_step_4', 'actor', 'optim_world_size_2_rank_0.pt'), '');
    expect(resume(output)).toBe(2);
  });

  it('takes the newest whole one where the tracker is cut off or missing', () => {
    const output = saved([2, 4], undefined);
    expect(resume(output)).toBe(4);
    writeFileSync(join(output, 'checkpoint_tracker.json'), '{"last_glo');
    expect(resume(output)).toBe(4);
    expect(lastStep(output)).toBe(4);
  });

  it('begins anew where no checkpoint is whole', () => {
    const output = saved([2]);
    rmSync(join(output, 'global_step_2', 'actor', 'huggingface'), { recursive: true });
    expect(resume(output)).toBe(0);
    expect(readdirSync(output)).toEqual(['aside']);
  });

  it('does not take shards of another number of GPUs for its own', () => {
    const output = saved([2]);
    expect(missingShards(output, 2, 2)).toEqual([]);
    expect(missingShards(output, 2, 4)).toHaveLength(4);
  });
});
