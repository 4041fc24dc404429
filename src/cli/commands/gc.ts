import { readAttempt } from '../../runner/attempt/attempt.ts';
import { startTicks } from '../../runner/attempt/process-start.ts';
import { livingRuns } from '../../runner/following/living-runs.ts';
import { findReached } from '../../runner/results/reached.ts';
import { livingOwner } from '../../runner/run/claims.ts';
import {
  findGarbage,
  type Garbage,
  type GarbageKind,
  type GarbagePlan,
  removeGarbage,
} from '../../store/gc.ts';
import { type CommandLine, type ParsedArguments, runCommand, wholeNumberFlag } from '../arguments.ts';
import { countNoun } from '../counted-noun.ts';
import { EXIT, type Io } from '../io.ts';
import { printReport } from '../json-report.ts';
import { existingStore, STORE_FLAG } from '../store-flag.ts';
import { formatBytes } from '../terminal.ts';

const DEFAULT_RUNS = 5;

export const commandLine: CommandLine = {
  command: 'gc',
  operandCount: [0, 0],
  summary:
    'Says what the store can give back: all that neither the present state of any pipeline nor the last runs reach. Removes it with --apply.',
  flags: {
    ...STORE_FLAG,
    'keep-runs': { value: 'N', description: `keep what the last N runs were at (default ${DEFAULT_RUNS})` },
    apply: { description: 'remove it' },
    verbose: { description: 'every file and folder' },
    json: { description: 'as JSON' },
  },
};

/** What a run that is at work may be about to use, although nothing names it yet. */
const HELD_BY_RUNS: ReadonlySet<GarbageKind> = new Set(['record', 'blob', 'temporary']);

export const run = runCommand(commandLine, async (args, io) => {
  const keepRuns = wholeNumberFlag(args, 'gc', 'keep-runs', 0) ?? DEFAULT_RUNS;
  const store = existingStore(args, io);
  const living = livingRuns(store.root);
  const plan = findGarbage(store, findReached(store.root, keepRuns), {
    isAttemptAlive: (folder) => livingOwner(store.root, folder) !== undefined || isOfRun(folder, living),
    isProcessAlive: (pid) => startTicks(pid) !== undefined,
  });
  const isHeld = ({ kind }: Garbage): boolean => HELD_BY_RUNS.has(kind) && livingRuns(store.root).length > 0;
  const free = plan.garbage.filter((item) => !isHeld(item));
  const removed = args.has('apply') ? removeGarbage(store, free, (next) => !isHeld(next)) : [];
  print({ plan, free, removed, living, applied: args.has('apply') }, args, io);
  return EXIT.done;
});

function isOfRun(folder: string, runs: readonly string[]): boolean {
  if (runs.length === 0) return false;
  try {
    return runs.includes(readAttempt(folder).run);
  } catch {
    // Not described yet: `livingOwner` judges it by its age.
    return false;
  }
}

interface Collection {
  readonly plan: GarbagePlan;
  /** What can be removed now. */
  readonly free: readonly Garbage[];
  readonly removed: readonly Garbage[];
  readonly living: readonly string[];
  readonly applied: boolean;
}

function print({ plan, free, removed, living, applied }: Collection, args: ParsedArguments, io: Io): void {
  const held = plan.garbage.filter((item) => !free.includes(item));
  if (args.has('json')) {
    printReport(io, {
      applied,
      free,
      bytes: sumBytes(free),
      removed: removed.length,
      held,
      living,
      kept: plan.kept,
    });
    return;
  }
  const shown = applied ? removed : free;
  if (args.has('verbose'))
    for (const { path, bytes } of shown) io.stdout.write(`${path}  ${formatBytes(bytes)}\n`);
  for (const line of summaryLines(shown)) io.stdout.write(`${line}\n`);
  const { records, blobs, bytes } = plan.kept;
  io.stdout.write(
    `${applied ? 'removed' : 'can give back'} ${formatBytes(sumBytes(shown))}; ${countNoun(records, 'result')} with ${countNoun(blobs, 'piece of content', 'pieces of content')} (${formatBytes(bytes)}) stay\n`,
  );
  if (held.length > 0) {
    io.stdout.write(
      `${formatBytes(sumBytes(held))} more are left alone while ${living.join(', ') || 'a run'} is at work\n`,
    );
  }
  if (!applied && free.length > 0) io.stdout.write('Nothing was removed: `prouie gc --apply` does it.\n');
}

const KIND_WORDS: { readonly [kind in GarbageKind]: string } = {
  record: 'results that nothing reaches',
  work: 'folders of attempts at them',
  temporary: 'leftovers of processes that are gone',
  'set-aside': 'broken files that were set aside',
  blob: 'pieces of content',
};

function summaryLines(items: readonly Garbage[]): string[] {
  return Object.entries(KIND_WORDS).flatMap(([kind, words]) => {
    const some = items.filter((item) => item.kind === kind);
    return some.length === 0
      ? []
      : [`${String(some.length).padStart(6)} ${words} (${formatBytes(sumBytes(some))})`];
  });
}

function sumBytes(items: readonly Garbage[]): number {
  return items.reduce((sum, item) => sum + item.bytes, 0);
}
