/** Why each node was made last, as the events of the runs tell. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { storePaths } from '../store/paths.ts';

export interface RunReasons {
  readonly reasons: ReadonlyMap<string, readonly string[]>;
  /** Of the newest run. */
  readonly warnings: readonly string[];
}

const MOST_REASONS = 6;

/** What an event says of a node that begins; see `src/identity/reasons.ts`. */
const reasonsSchema = /* @__PURE__ */ (() =>
  z.array(z.object({ type: z.string(), what: z.string(), before: z.json(), after: z.json() })))();
type Reasons = z.output<typeof reasonsSchema>;

/** @param runs newest first */
export function readRunReasons(store: string, runs: readonly string[]): RunReasons {
  const reasons = new Map<string, readonly string[]>();
  const warnings: string[] = [];
  for (const [age, run] of runs.entries()) {
    const ofRun = new Map<string, readonly string[]>();
    for (const event of readEvents(storePaths.events(store, run))) {
      const reasonsOf =
        event['type'] === 'start' ? reasonsSchema.safeParse(event['reasons']).data : undefined;
      if (reasonsOf !== undefined) ofRun.set(String(event['node']), describe(reasonsOf));
      if (event['type'] === 'warning' && age === 0) warnings.push(String(event['message']));
    }
    for (const [node, told] of ofRun) if (!reasons.has(node)) reasons.set(node, told);
  }
  return { reasons, warnings };
}

function readEvents(file: string): readonly Readonly<Record<string, unknown>>[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [z.record(z.string(), z.unknown()).parse(JSON.parse(line))];
      } catch {
        // The last line of a run that goes on, or one that a crash cut off.
        return [];
      }
    });
}

function describe(reasons: Reasons): readonly string[] {
  const told = reasons.slice(0, MOST_REASONS).map(({ type, what, before, after }) => {
    const change = before === null && after === null ? '' : `: ${short(before)} → ${short(after)}`;
    return type === 'never-run' || type === 'forced' ? type : `${type} ${what}${change}`;
  });
  return reasons.length > MOST_REASONS ? [...told, `and ${reasons.length - MOST_REASONS} more`] : told;
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
