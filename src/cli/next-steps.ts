import type { Planner } from '../runner/plan/plan.ts';
import type { RunEvent } from '../runner/run/events.ts';
import { shellWords } from '../shell-words.ts';
import type { GraphFlags } from './node-flags.ts';
import type { ProgressView } from './progress.ts';
import type { RunEnd } from './run-summary.ts';
import type { Terminal } from './terminal.ts';

/** A command, and what it does. */
export type NextStep = readonly [command: string, does: string];

export interface NextOptions {
  /** Whether all tables were to be made, and whether they were printed at once. */
  readonly tables: 'made' | 'printed' | 'none';
  /** The flags that name the same graph in another command. */
  readonly flags: GraphFlags;
}

/** Columns within which a command has its explanation beside it. */
const MOST_COLUMNS = 80;

/** What leads on from the end of a run; nothing after one that was interrupted, or had nothing to do. */
export function nextSteps(
  { summary, interrupted, failed: [first, ...others] }: RunEnd,
  { tables, flags }: NextOptions,
): readonly NextStep[] {
  const all: readonly string[] = [...flags.results, ...flags.settings];
  const step = (does: string, words: readonly string[], more = all): NextStep => [
    `prouie ${shellWords([...words, ...more])}`,
    does,
  ];
  if (interrupted) return [];
  if (first !== undefined)
    return [
      step(others.length > 0 ? 'what the first that failed wrote' : 'what it wrote', ['logs', first]),
      step('what failed, and what waits for it', ['status']),
      step('goes on once that is mended', ['run']),
    ];
  if (summary.ran === 0 || tables === 'none') return [];
  return [
    ...(tables === 'made' ? [step("the tables, beside the paper's numbers", ['tables'])] : []),
    step('all results on one page', ['report'], flags.results),
  ];
}

/** Prints each step as one line that can be copied. */
export function printNextSteps(
  steps: readonly NextStep[],
  { stream, width }: Pick<Terminal, 'stream' | 'width'>,
): void {
  if (steps.length === 0) return;
  const columns = Math.max(...steps.map(([command]) => command.length)) + 4;
  const isWide = steps.every(([, does]) => columns + does.length <= Math.min(width, MOST_COLUMNS));
  const lines = steps.map(([command, does]) =>
    isWide ? `${`  ${command}`.padEnd(columns)}${does}\n` : `  ${command}\n`,
  );
  stream.write(`Next:\n${lines.join('')}`);
}

/** Whether the plan is about all tables, and all of them can be made here. */
export function hasAllTables({ context, planned }: Planner): boolean {
  const tables = context.graph.nodes.flatMap(({ name }, index) =>
    name.startsWith('table/') ? [planned[index]] : [],
  );
  return tables.length > 0 && tables.every((table) => table !== undefined && table.status !== 'absent');
}

/** The nodes that fail while a run is watched. */
export interface FailureList {
  /** In order; not those that were stopped. */
  readonly names: readonly string[];
  note(event: RunEvent): void;
  /** The view, with an eye on failures. */
  watch(view: ProgressView): ProgressView;
}

export function failureList(): FailureList {
  const names: string[] = [];
  const note = (event: RunEvent): void => {
    if (event.type === 'fail' && event.failure.code !== 'PROUIE_INTERRUPTED') names.push(event.node);
  };
  return {
    names,
    note,
    watch: (view) => ({
      listen: (event, at) => {
        note(event);
        view.listen(event, at);
      },
      close: () => view.close(),
    }),
  };
}
