import type { CatalogSource } from '../../catalog/source.ts';
import { openStoreSource } from '../../catalog/store-source.ts';
import { ProuieError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';
import { ERROR_CLASSES, type ErrorClass } from '../../uie/errors/error-class.ts';
import type { Task } from '../../uie/records.ts';
import {
  type CommandLine,
  choiceFlag,
  type ParsedArguments,
  runCommand,
  usageError,
  wholeNumberFlag,
} from '../arguments.ts';
import { classesOfTasks, countErrors, formatCounts, scoredNodes } from '../errors/error-counts.ts';
import { findWrongExamples, formatWrongExamples } from '../errors/wrong-examples.ts';
import { EXIT, type Io } from '../io.ts';
import { printReport } from '../json-report.ts';
import { askedPipeline, GRAPH_FLAGS } from '../node-flags.ts';
import { writeText } from '../output.ts';
import { storeFolder } from '../store-flag.ts';
import { terminalOf } from '../terminal.ts';

const CLASSES: readonly ErrorClass[] = [...new Set(Object.values(ERROR_CLASSES).flat())];
const EXAMPLES_SHOWN = 10;

export const commandLine = {
  command: 'errors',
  operands: '[VARIANT [DATASET]]',
  summary:
    'Counts wrong items by class: of every variant, of one variant by data set, or lists the wrong examples of a data set.',
  flags: {
    class: { value: 'CLASS', description: `one class alone: ${CLASSES.join(', ')}` },
    limit: { value: 'N', description: `examples that are listed (default ${EXAMPLES_SHOWN})` },
    profile: { value: 'NAME', description: 'whose results (default quick)' },
    pipeline: GRAPH_FLAGS.pipeline,
    store: GRAPH_FLAGS.store,
    json: { description: 'as JSON' },
  },
  operandCount: [0, 2],
} as const satisfies CommandLine;

export const run = runCommand(commandLine, async (args, io) => {
  const wanted = choiceFlag(args, 'errors', 'class', CLASSES);
  const limit = wholeNumberFlag(args, 'errors', 'limit', 1) ?? EXAMPLES_SHOWN;
  const { name: pipeline, profile } = askedPipeline(args, io);
  const source = openStoreSource(storeFolder(args, io), {
    pipeline,
    profile,
  });
  const [variant, dataset] = args.operands;
  checkNames(source, variant, dataset);
  if (wanted !== undefined) checkClass(source, variant, dataset, wanted);
  if (variant === undefined || dataset === undefined) await printCounts(source, variant, wanted, args, io);
  else await printExamples(source, variant, dataset, wanted, limit, args, io);
  return EXIT.done;
});

async function printCounts(
  source: CatalogSource,
  variant: string | undefined,
  wanted: ErrorClass | undefined,
  args: ParsedArguments,
  io: Io,
): Promise<void> {
  const isAskedFor = (one: { readonly variant: string }): boolean =>
    variant === undefined || one.variant === variant;
  const counts = (await countErrors(source)).filter(
    (count) => isAskedFor(count) && (wanted === undefined || count.class === wanted),
  );
  if (args.has('json')) {
    printReport(io, { counts });
    return;
  }
  const by = variant === undefined ? 'variant' : 'dataset';
  const { width } = terminalOf(io.stdout, io);
  await writeText(io.stdout, formatCounts(counts, by, scoredNodes(source).filter(isAskedFor), width, wanted));
}

async function printExamples(
  source: CatalogSource,
  variant: string,
  dataset: string,
  wanted: ErrorClass | undefined,
  limit: number,
  args: ParsedArguments,
  io: Io,
): Promise<void> {
  const found = await findWrongExamples(source, variant, dataset, wanted);
  const examples = found.slice(0, limit);
  if (args.has('json')) {
    printReport(io, { variant, dataset, found: found.length, examples });
    return;
  }
  const terminal = terminalOf(io.stdout, io);
  const shown = examples.length === 0 ? '' : `${formatWrongExamples(examples, terminal)}\n`;
  await writeText(io.stdout, shown);
  const of = wanted === undefined ? 'wrong examples' : `examples with the error ${wanted}`;
  io.stderr.write(`${examples.length} of ${found.length} ${of}\n`);
}

/** @throws ProuieError PROUIE_ERRORS_NONE where nothing was scored, PROUIE_ERRORS_UNKNOWN with the nearest name */
function checkNames(source: CatalogSource, variant: string | undefined, dataset: string | undefined): void {
  const nodes = scoredNodes(source);
  if (nodes.length === 0) {
    throw new ProuieError(
      'PROUIE_ERRORS_NONE',
      'Nothing has been scored yet, so there are no errors to count.',
      {
        hint: 'Make the scores with `prouie run "score/**"`.',
      },
    );
  }
  const check = (what: string, name: string | undefined, known: readonly string[]): void => {
    if (name === undefined || known.includes(name)) return;
    throw new ProuieError('PROUIE_ERRORS_UNKNOWN', `No ${what} "${name}" has been scored.`, {
      hint: didYouMean(name, known) ?? `Scored are ${known.join(', ')}.`,
    });
  };
  check('variant', variant, [...new Set(nodes.map((node) => node.variant))]);
  const ofVariant = nodes.filter((node) => node.variant === variant);
  check('data set', dataset, [...new Set(ofVariant.map((node) => node.dataset))]);
}

/** @throws ProuieError PROUIE_USAGE where no wrong item of what is asked for can be of the class */
function checkClass(
  source: CatalogSource,
  variant: string | undefined,
  dataset: string | undefined,
  wanted: ErrorClass,
): void {
  const nodes = scoredNodes(source).filter(
    (node) =>
      (variant === undefined || node.variant === variant) &&
      (dataset === undefined || node.dataset === dataset),
  );
  const tasks = [...new Set(nodes.map((node) => node.task as Task))];
  const classes = classesOfTasks(tasks);
  if (classes.includes(wanted)) return;
  const of = tasks.map((task) => TASK_NAMES[task]).join(' or ');
  throw usageError(
    'errors',
    `"${wanted}" is no class of wrong ${of}, and nothing else was scored ${dataset === undefined ? 'here' : `on ${dataset}`}.`,
    `Classes of wrong ${of}: ${classes.join(', ')}.`,
  );
}

const TASK_NAMES = { ner: 'entities', re: 'relations', ee: 'events' } as const satisfies Readonly<
  Record<Task, string>
>;
