import type { ChangedExample, ChangedExamples } from '../../compare/changed-examples.ts';
import type { Comparison } from '../../compare/comparison.ts';
import type { RecipeDifference } from '../../compare/recipe-differences.ts';
import { type ScoreComparison, SIGNIFICANCE_LEVEL } from '../../compare/score-differences.ts';
import type { Json } from '../../json.ts';
import { signed } from '../../tables/decimals.ts';
import { fitWidth } from '../../text-width.ts';
import { oneLine } from '../one-line.ts';
import { formatP } from '../p-value.ts';
import { formatTextTable, leftColumn, rightColumn } from '../text-table.ts';
import type { OpenSide } from './sides.ts';

export interface ComparisonView {
  readonly sides: readonly [OpenSide, OpenSide];
  readonly scorer: string;
  /** Characters a line. */
  readonly width: number;
}

/** A comparison for people: what differs, the scores, whether that is more than chance, and examples. */
export function formatComparison(comparison: Comparison, view: ComparisonView): string {
  const { differences, scores, examples, warnings } = comparison;
  const parts = [
    view.sides.map((side, index) => `${'AB'[index]}  ${describeSide(side)}\n`).join(''),
    formatDifferences(differences, view.width),
    ...(scores.length === 0
      ? ['There are no scores that both sides have.\n']
      : [formatScores(scores, view.scorer)]),
    ...(scores.length === 0 ? [] : [formatVerdicts(scores)]),
    ...warnings.map((warning) => `warning: ${warning}\n`),
    ...(scores.length === 0 ? [] : [formatExamples(examples, view.width)]),
  ];
  return parts.join('\n');
}

function describeSide({ variant, seed, profile, run, store, label }: OpenSide): string {
  const words = [
    variant === undefined ? 'all variants' : `variant ${variant}`,
    seed === undefined ? undefined : `seed ${seed}`,
    `profile ${profile}`,
    run === undefined ? undefined : `as of run ${run}`,
    `in ${store.root}`,
  ];
  return `${label}: ${words.filter((word) => word !== undefined).join(', ')}`;
}

const KINDS: { readonly [kind in RecipeDifference['kind']]: string } = {
  'only-in-a': 'only in A',
  'only-in-b': 'only in B',
  params: 'parameter',
  data: 'data',
  code: 'code',
  tools: 'tool',
};

function formatDifferences(differences: readonly RecipeDifference[], width: number): string {
  if (differences.length === 0) return 'Nothing differs in how the scores were made.\n';
  const rows = (Object.keys(KINDS) as RecipeDifference['kind'][]).flatMap((kind) => {
    const ofKind = differences.filter((difference) => difference.kind === kind);
    if (!kind.startsWith('only-in')) return ofKind.map((difference) => [KINDS[kind], describe(difference)]);
    return ofKind.length === 0
      ? []
      : [[KINDS[kind], listNames(trainingFirst(ofKind.map(({ what }) => what)))]];
  });
  const lines = rows.map(
    ([kind, what]) => `  ${kind!.padEnd(10)} ${fitWidth(what!, Math.max(20, width - 13))}`,
  );
  return `What differs\n${lines.join('\n')}\n`;
}

/** What one side alone has is told best by what it trains. */
function trainingFirst(names: readonly string[]): readonly string[] {
  const isTraining = (name: string): boolean => name.startsWith('train/');
  return [...names.filter(isTraining), ...names.filter((name) => !isTraining(name))];
}

function describe({ what, before, after, nodes, kind }: RecipeDifference): string {
  const change = kind === 'code' ? '' : `: ${short(before)} → ${short(after)}`;
  return `${what}${change} (${listNames(nodes)})`;
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}

function short(value: Json): string {
  if (value === null) return 'nothing';
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return `${value.slice(0, 8)}…`;
  return fitWidth(JSON.stringify(value), 40);
}

const NAME_WIDTH = 28;

function formatScores(scores: readonly ScoreComparison[], scorer: string): string {
  const withVariant = scores.some(({ variant }) => variant !== null);
  const columns = [
    ...(withVariant ? [leftColumn('variant')] : []),
    ...['data set', 'task', 'metric'].map(leftColumn),
    ...['A', 'B', 'B − A', 'low', 'high', 'p', 'corrected'].map(rightColumn),
  ];
  const rows = scores.map(({ variant, dataset, task, metric, a, b, difference, interval, p, corrected }) => [
    ...(withVariant ? [variant ?? ''] : []),
    dataset === null ? 'average' : fitWidth(oneLine(dataset), NAME_WIDTH),
    task,
    metric,
    a.toFixed(2),
    b.toFixed(2),
    ...[difference, interval.low, interval.high].map((figure) => signed(figure, 2)),
    formatP(p),
    formatP(corrected),
  ]);
  return `F1 in percent under the scorer profile ${scorer}; 95 % intervals by paired bootstrap over examples, p by\napproximate randomisation, corrected by Holm over the data sets, and over the averages.\n\n${formatTextTable(columns, rows)}`;
}

/** Whether the differences are real: of the averages, or of the data sets of tasks that have but one. */
function formatVerdicts(scores: readonly ScoreComparison[]): string {
  const group = ({ variant, task, metric }: ScoreComparison): string =>
    JSON.stringify([variant, task, metric]);
  const averaged = new Set(scores.filter(({ dataset }) => dataset === null).map(group));
  return scores
    .filter((score) => score.dataset === null || !averaged.has(group(score)))
    .map((score) => `${verdictOf(score)}\n`)
    .join('');
}

function verdictOf({
  variant,
  task,
  metric,
  dataset,
  difference,
  corrected,
  seeds,
}: ScoreComparison): string {
  const what = `${variant === null ? '' : `${variant}, `}${task} ${metric}${dataset === null ? ' on average' : ` on ${dataset}`}`;
  if (difference === 0) return `${what}: no difference.`;
  const change = `B is ${difference > 0 ? 'better' : 'worse'} by ${Math.abs(difference).toFixed(2)}`;
  const chance =
    corrected < SIGNIFICANCE_LEVEL
      ? `more than the choice of test examples explains (p ${formatP(corrected)})`
      : `which may be chance (p ${formatP(corrected)})`;
  return `${what}: ${change}, ${chance}${seeds === 1 ? '; one seed, so another training may differ as much' : ''}.`;
}

function formatExamples(examples: ChangedExamples, width: number): string {
  const { betterCount, worseCount, better, worse } = examples;
  const list = (title: string, shown: readonly ChangedExample[]): string =>
    shown.length === 0 ? '' : `\n${title}\n${shown.map((example) => formatExample(example, width)).join('')}`;
  return `${betterCount} answers got better, ${worseCount} worse.\n${list('Better on B, most first', better)}${list('Worse on B, most first', worse)}`;
}

function formatExample(example: ChangedExample, width: number): string {
  const { variant, dataset, metric, id, found, mended, text, gold, a, b } = example;
  const room = Math.max(40, width - 10);
  const line = (name: string, value: string | null): string =>
    `    ${name.padEnd(5)} ${value === null ? 'not there' : fitWidth(oneLine(value), room)}\n`;
  const change = `${signedCount(found)} found, ${signedCount(-mended)} wrong or missed`;
  const head = `  ${variant === null ? '' : `${variant}, `}${oneLine(dataset)} ${oneLine(id)} (${metric}: ${change})\n`;
  return head + line('text', text) + line('gold', gold) + line('A', a) + line('B', b);
}

function signedCount(count: number): string {
  return count > 0 ? `+${count}` : `${count}`;
}
