import { z } from 'zod';
import type { PlainRow } from './plain-row.ts';
import type { CatalogRun } from './source.ts';

const failureSchema = z.object({ code: z.string(), message: z.string() });
const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    time: z.string(),
    node: z.string(),
    key: z.string(),
    attempt: z.number(),
    reasons: z.array(z.unknown()),
  }),
  z.object({
    type: z.literal('finish'),
    time: z.string(),
    node: z.string(),
    key: z.string(),
    seconds: z.number(),
    bytes: z.number(),
  }),
  z.object({ type: z.literal('fresh'), time: z.string(), node: z.string(), key: z.string() }),
  z.object({ type: z.literal('fail'), time: z.string(), node: z.string(), failure: failureSchema }),
  z.object({ type: z.literal('retry'), time: z.string(), node: z.string(), failure: failureSchema }),
  z.object({ type: z.literal('skip'), time: z.string(), node: z.string(), because: z.string() }),
]);
type NodeEvent = z.infer<typeof eventSchema>;

/**
 * What a run did with each node that it touched, in the order in which it was done with them: a row an attempt, and one
 * a node that was skipped or turned out fresh. An attempt without an end in the log has the outcome `running`, or
 * `broken off` where the run is over.
 *
 * @param lines the events of the run, as JSON; a line that is none (torn, of another version) is left out
 */
export function historyRows(run: CatalogRun, lines: readonly string[]): readonly PlainRow[] {
  const rows: PlainRow[] = [];
  const begun = new Map<string, NodeEvent & { readonly type: 'start' }>();
  const { run: name, pipeline, profile } = run;
  const add = (event: NodeEvent, outcome: string, fields: PlainRow): void => {
    const start = begun.get(event.node);
    begun.delete(event.node);
    const attempt =
      start === undefined
        ? {}
        : {
            key: start.key,
            attempt: start.attempt,
            started: start.time,
            reasons: JSON.stringify(start.reasons),
          };
    rows.push({ run: name, pipeline, profile, node: event.node, outcome, ...attempt, ...fields });
  };
  for (const event of lines.flatMap(parseEvent)) {
    switch (event.type) {
      case 'start':
        begun.set(event.node, event);
        break;
      case 'finish':
        add(event, 'made', { key: event.key, ended: event.time, seconds: event.seconds, bytes: event.bytes });
        break;
      case 'fresh':
        add(event, 'fresh', { key: event.key, ended: event.time });
        break;
      case 'fail':
      case 'retry':
        add(event, event.type === 'fail' ? 'failed' : 'retried', {
          ended: event.time,
          why: `${event.failure.code}: ${event.failure.message}`,
        });
        break;
      case 'skip':
        add(event, 'skipped', { ended: event.time, why: event.because });
        break;
    }
  }
  for (const event of [...begun.values()]) add(event, run.ended === null ? 'running' : 'broken off', {});
  return rows;
}

function parseEvent(line: string): readonly NodeEvent[] {
  try {
    const parsed = eventSchema.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    // The end of a line that was being written when the run was killed.
    return [];
  }
}
