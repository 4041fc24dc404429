import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseLooseJson } from '../python/loose-json.ts';
import { putAside } from '../python/work-folder.ts';

const TRACKER = 'checkpoint_tracker.json';

/** What EasyR1 writes last of all when it saves: where it goes on from. */
const trackerSchema = /* @__PURE__ */ (() =>
  z.looseObject({ last_global_step: z.int(), last_actor_path: z.unknown() }))();
type Tracker = z.output<typeof trackerSchema>;

/** The step that EasyR1 would go on from; 0 where it would begin. */
export function lastStep(output: string): number {
  return readTracker(output)?.last_global_step ?? 0;
}

/** Where the shards of a step lie. */
export function actorFolder(output: string, step: number): string {
  return join(output, `global_step_${step}`, 'actor');
}

/** Names of the shards of the weights that are missing or empty; their names hold how many there were at first. */
export function missingShards(output: string, step: number, gpus: number): readonly string[] {
  return missing(actorFolder(output, step), shardNames('model', gpus));
}

/**
 * Makes sure that EasyR1 goes on from a whole checkpoint: where its tracker names one that is not there to its end,
 * EasyR1 would begin at step 0 without a word. What is not whole, or newer than what the tracker names, is put aside.
 *
 * @returns the step that the run goes on from; 0 where it begins
 */
export function prepareResume(output: string, aside: string, gpus: number): number {
  const tracked = readTracker(output);
  const whole = stepsIn(output).filter((step) => isWhole(output, step, gpus));
  const step =
    tracked !== undefined && whole.includes(tracked.last_global_step)
      ? tracked.last_global_step
      : Math.max(0, ...whole);
  for (const other of stepsIn(output)) {
    if (other > step || !whole.includes(other)) putAside(join(output, `global_step_${other}`), aside);
  }
  if (step === 0) {
    if (existsSync(join(output, TRACKER))) putAside(join(output, TRACKER), aside);
  } else if (tracked?.last_global_step !== step || tracked.last_actor_path !== actorFolder(output, step)) {
    writeTracker(output, {
      best_global_step: step,
      best_val_reward_score: 0,
      ...tracked,
      last_global_step: step,
      last_actor_path: actorFolder(output, step),
    });
  }
  return step;
}

function isWhole(output: string, step: number, gpus: number): boolean {
  const files = ['model', 'optim', 'extra_state'].flatMap((kind) => shardNames(kind, gpus));
  return (
    missing(actorFolder(output, step), [...files, join('huggingface', 'config.json')]).length === 0 &&
    missing(join(output, `global_step_${step}`), ['dataloader.pt']).length === 0
  );
}

function shardNames(kind: string, gpus: number): readonly string[] {
  return Array.from({ length: gpus }, (_, rank) => `${kind}_world_size_${gpus}_rank_${rank}.pt`);
}

function missing(folder: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) === 0);
}

function stepsIn(output: string): readonly number[] {
  const names = existsSync(output) ? readdirSync(output) : [];
  return names.flatMap((name) => {
    const step = /^global_step_(\d+)$/.exec(name)?.[1];
    return step === undefined ? [] : [Number(step)];
  });
}

function readTracker(output: string): Tracker | undefined {
  const path = join(output, TRACKER);
  if (!existsSync(path)) return undefined;
  try {
    return trackerSchema.safeParse(parseLooseJson(readFileSync(path, 'utf8'))).data;
  } catch {
    // Cut off while it was written: as good as none.
    return undefined;
  }
}

function writeTracker(output: string, tracker: Tracker): void {
  const path = join(output, TRACKER);
  writeFileSync(`${path}.new`, `${JSON.stringify(tracker, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
