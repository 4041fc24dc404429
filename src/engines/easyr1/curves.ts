import { z } from 'zod';
import type { CurvePoint } from '../engine.ts';
import { parseLooseJson } from '../python/loose-json.ts';

/** The log of one beginning, as EasyR1 names it. */
export const SEGMENT_LOG = 'experiment_log.jsonl';

/** Sections of EasyR1's log that depend on the clock and the machine. */
const NOT_MEASURED = /^(timing_s|timing_per_token_ms|perf)\//;

/**
 * The curves of a run from its logs, `experiment_log.jsonl` of each time that it was begun or resumed, in their order.
 * Steps that were done again after a resume count as they were the last time; values that are no number are left out.
 *
 * Names are EasyR1's: `reward/overall`, `reward/malformed` and `reward/zero_variance` (shares of answers), the reward's
 * components as `reward/…`, `response_length/clip_ratio`, `actor/kl_loss`, `actor/pg_clipfrac_…`, `val/…`.
 */
export function curvesOf(logs: readonly string[]): readonly CurvePoint[] {
  let points: CurvePoint[] = [];
  for (const log of logs) {
    const segment = pointsOf(log);
    const first = Math.min(...segment.map(({ step }) => step));
    points = [...points.filter(({ step }) => step < first), ...segment];
  }
  return points;
}

function pointsOf(log: string): readonly CurvePoint[] {
  const lines = log.split('\n').filter((line) => line !== '');
  return lines.flatMap((line, index) => {
    const entry = readEntry(line, index === lines.length - 1);
    const { step, ...values } = entry ?? {};
    if (typeof step !== 'number') return [];
    return [...leaves(values)]
      .filter(([name]) => !NOT_MEASURED.test(name))
      .map(([name, value]) => ({ step, name, value }));
  });
}

/** A program that was killed may have left its last line unfinished. */
function readEntry(line: string, isLast: boolean): { readonly [name: string]: unknown } | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(parseLooseJson(line)).data;
  } catch (cause) {
    if (isLast) return undefined;
    throw cause;
  }
}

/** Numbers with their names, sections joined by `/`. */
function* leaves(value: object, prefix = ''): Generator<readonly [name: string, value: number]> {
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'number' && Number.isFinite(part)) yield [`${prefix}${name}`, part];
    else if (typeof part === 'object' && part !== null) yield* leaves(part, `${prefix}${name}/`);
  }
}
