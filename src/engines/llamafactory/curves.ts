import type { CurvePoint } from '../engine.ts';
import type { TrainerState } from '../python/trainer-state.ts';

/** Entries of the trainer's history that are no measurement: they count, or depend on the clock. */
const NOT_MEASURED: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'step',
  'train_runtime',
  'train_samples_per_second',
  'train_steps_per_second',
  'total_flos',
  'eval_runtime',
  'eval_samples_per_second',
  'eval_steps_per_second',
  // Of the last segment alone where a run was resumed.
  'train_loss',
]);

/**
 * The curves of a run, by step. Values that are no number (a NaN) are left out; a step that stands there twice, since
 * a run was resumed before it, counts as it was the last time.
 */
export function curvesOf({ log_history }: Pick<TrainerState, 'log_history'>): CurvePoint[] {
  const points = new Map<string, CurvePoint>();
  for (const entry of log_history) {
    const step = entry['step'];
    if (typeof step !== 'number') continue;
    for (const [name, value] of Object.entries(entry)) {
      if (NOT_MEASURED.has(name) || typeof value !== 'number' || !Number.isFinite(value)) continue;
      points.set(`${step} ${name}`, { step, name, value });
    }
  }
  return [...points.values()].sort((a, b) => a.step - b.step);
}

/** How many rows the trainer says it was given; undefined where its log does not say. */
export function rowsSeen(programLog: string): number | undefined {
  const counts = [...programLog.matchAll(/Num examples = ([\d,]+)/g)];
  const last = counts.at(-1)?.[1];
  return last === undefined ? undefined : Number(last.replaceAll(',', ''));
}
