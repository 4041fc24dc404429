import { gatherRelation } from '../../catalog/relation-data.ts';
import { compareSides } from '../../compare/comparison.ts';
import { ProuieError } from '../../errors.ts';
import type { CodeParts } from '../../identity/reasons.ts';
import { readCodeParts } from '../../runner/plan/session.ts';
import { didYouMean } from '../../suggest.ts';
import { type CommandLine, runCommand, wholeNumberFlag } from '../arguments.ts';
import { formatComparison } from '../diff/comparison-text.ts';
import { type OpenSide, openSides } from '../diff/sides.ts';
import { EXIT, type Io } from '../io.ts';
import { printReport } from '../json-report.ts';
import { askedPipeline } from '../node-flags.ts';
import { storeFolder } from '../store-flag.ts';

const EXAMPLES = 5;

export const commandLine = {
  command: 'diff',
  operands: 'A B',
  operandCount: [2, 2],
  summary:
    'Compares two variants, seeds, runs, commits, profiles or stores: what made them differ, by how much, whether that is more than chance, and examples. A side is a name (full), or says its kind, with commas between: profile:laptop,variant:full,seed:2.',
  flags: {
    scorer: { value: 'NAME', description: 'the scorer profile (default prouie)' },
    dataset: { value: 'NAME', description: 'compare on this data set alone' },
    examples: { value: 'N', description: `show N examples that got better, and worse (default ${EXAMPLES})` },
    profile: { value: 'NAME', description: 'of sides that name none (default quick)' },
    pipeline: {
      value: 'FILE',
      description: 'the pipeline, by file or name (default pipeline.ts here, else prouie)',
    },
    store: { value: 'DIR', description: 'of sides that name none (default PROUIE_STORE, else .prouie)' },
    json: { description: 'as JSON' },
  },
} as const satisfies CommandLine;

export const run = runCommand(commandLine, async (args, io) => {
  const examples = wholeNumberFlag(args, 'diff', 'examples', 0) ?? EXAMPLES;
  const { name: pipeline, profile } = askedPipeline(args, io);
  const [a, b] = openSides(args.operands[0]!, args.operands[1]!, {
    cwd: io.cwd,
    store: storeFolder(args, io),
    pipeline,
    profile,
  });
  const scorer = args.value('scorer') ?? 'prouie';
  const dataset = args.value('dataset');
  checkScores(a, scorer, dataset);
  const comparison = compareSides(a, b, { scorer, dataset, examples, codeParts: codePartsOf([a, b]) });
  if (args.has('json')) {
    const sides = { a: placeOf(a), b: placeOf(b) };
    printReport(io, { ...sides, scorer, ...comparison });
  } else {
    io.stdout.write(formatComparison(comparison, { sides: [a, b], scorer, width: widthOf(io) }));
  }
  return EXIT.done;
});

/** @throws ProuieError PROUIE_SIDE for a scorer profile or a data set that has no scores */
function checkScores({ source }: OpenSide, scorer: string, dataset: string | undefined): void {
  const { tables } = gatherRelation(
    { ...source, nodes: () => source.nodes().filter(({ step }) => step === 'score') },
    'metrics',
  );
  const known = (column: string): string[] => [
    ...new Set(
      tables.flatMap(({ read }) =>
        Array.from(read().columns.find(({ name }) => name === column)?.values ?? [], String),
      ),
    ),
  ];
  const check = (what: string, word: string, values: readonly string[]): void => {
    if (values.length === 0 || values.includes(word)) return;
    throw new ProuieError('PROUIE_SIDE', `There are no scores of the ${what} "${word}".`, {
      hint: didYouMean(word, values) ?? `There are ${values.join(', ')}.`,
    });
  };
  check('scorer profile', scorer, known('profile'));
  if (dataset !== undefined) check('data set', dataset, known('dataset'));
}

function codePartsOf(sides: readonly OpenSide[]): (code: string) => CodeParts | undefined {
  return (code) => {
    for (const { store } of sides) {
      const parts = readCodeParts(store.root, code);
      if (parts !== undefined) return parts;
    }
    return undefined;
  };
}

function placeOf({ label, store, profile, run, variant, seed }: OpenSide) {
  return {
    label,
    store: store.root,
    profile,
    run: run ?? null,
    variant: variant ?? null,
    seed: seed ?? null,
  };
}

function widthOf({ stdout }: Io): number {
  return (stdout as { readonly columns?: number }).columns ?? 160;
}
