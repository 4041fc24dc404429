/** Token lengths: the sentences on Table 6, and the reading of its buckets. */
import { publishedTable } from '../published.ts';
import { type AuditFigures, figureAt, inText, rowsOf } from './audit-figures.ts';
import { below, type CheckLine, derived, equal } from './check.ts';

const BUCKETS = ['P50', 'P70', 'P99'] as const;

/** Each sentence names means before and after SA, and two maxima. */
export function lengthSentences(figures: AuditFigures): readonly CheckLine[] {
  const means = (task: string) =>
    ['CM', 'CM+SA'].flatMap((stage) =>
      BUCKETS.map((bucket) => figureAt(figures, '6', `${task} ${stage}`, `${bucket} mean`)),
    );
  const longest = (task: string) =>
    ['CM', 'CM+SA'].map((stage) => figureAt(figures, '6', `${task} ${stage}`, 'P99 max'));
  const line = (name: string, expected: readonly number[]): CheckLine => {
    const stated = inText(figures, name.replaceAll('_', '-'));
    return equal(name, stated.length, stated.filter((value, at) => value === expected[at]).length, 0);
  };
  return [
    line('re_mean_lengths', means('RE')),
    line('ee_mean_lengths', means('EE')),
    line('re_longest', longest('RE')),
    line('ee_longest', longest('EE')),
  ];
}

/** Cumulative buckets would share their minimum, disjoint ones would not overlap. */
export function lengthBuckets(figures: AuditFigures): readonly CheckLine[] {
  const { columns } = publishedTable(figures.published, '6');
  const rows = rowsOf(figures, '6').map(({ values }) => {
    const at = (what: string) => BUCKETS.map((bucket) => values[columns.indexOf(`${bucket} ${what}`)]!);
    return { least: at('min'), longest: at('max') };
  });
  const cumulative = rows.filter(({ least }) => new Set(least).size === 1).length;
  const disjoint = rows.filter(({ least, longest }) =>
    least.slice(1).every((value, at) => value > longest[at]!),
  ).length;
  const [before, after] = inText(figures, 'ee-longest');
  return [
    derived('cumulative', cumulative, 0),
    derived('disjoint', disjoint, 0),
    equal('one_reading', rows.length, Math.max(cumulative, disjoint), 0),
    derived('p50_max', figureAt(figures, '6', 'EE CM', 'P50 max'), 0),
    derived('p70_min', figureAt(figures, '6', 'EE CM', 'P70 min'), 0),
    below('nearly_halved', 100 * (1 - after! / before!), 50, 1),
  ];
}
