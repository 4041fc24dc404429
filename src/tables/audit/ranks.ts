/** Places in a row of results: where the text calls ProUIE best, second or competitive. */

import { clean } from '../decimals.ts';
import { mean } from '../means.ts';
import type { PublishedRow } from '../published.ts';
import {
  type AuditFigures,
  fromSource,
  inDomain,
  oneInText,
  outOfDomain,
  rankOfLast,
  rowsOf,
} from './audit-figures.ts';
import { atMost, type CheckLine, derived, equal } from './check.ts';

export function bestOutOfDomain(figures: AuditFigures): readonly CheckLine[] {
  const rows = rowsOf(figures, '1', outOfDomain);
  return [
    equal('best', oneInText(figures, 'best-out-of-domain'), countBest(rows), 0),
    equal('restaurant', oneInText(figures, 'rank-on-restaurant'), rankIn(rows, 'Restaurant'), 0),
  ];
}

/** With the figures that UniversalNER publishes for its model after supervised tuning in place of those printed. */
export function besideTunedUniversalNer(figures: AuditFigures): readonly CheckLine[] {
  const tuned = fromSource(figures, 'universalner-tuned');
  const column = figures.published.tables.find(({ table }) => table === '1')!.columns;
  const at = column.indexOf('UniversalNER (7B)');
  const rows = rowsOf(figures, '1').map((row) => ({
    ...row,
    values: row.values.map((value, index) => (index === at ? (tuned[row.row] ?? value) : value)),
  }));
  const average = (index: number) => clean(mean(rows.map(({ values }) => values.at(index)!)));
  const lead = oneInText(figures, 'ner-lead-over-universalner');
  return [
    derived('tuned_mean', average(at)),
    equal('lead_tuned', lead, average(-1) - average(at)),
    equal('best_tuned', oneInText(figures, 'best-out-of-domain'), countBest(rows.filter(outOfDomain)), 0),
  ];
}

/** "Competitive" is read as: in the upper half of the eight. */
export function ranksInDomain(figures: AuditFigures): readonly CheckLine[] {
  const rows = rowsOf(figures, '1', inDomain);
  const biomedical = ['AnatEM', 'bc2gm', 'bc4chemd', 'GENIA-Ent'];
  return [
    atMost('ace2005', rankIn(rows, 'ACE2005'), 4),
    atMost('conll2003', rankIn(rows, 'CoNLL2003'), 4),
    atMost('ontonotes', rankIn(rows, 'Ontonotes'), 4),
    equal('biomedical', 4, countBest(rows.filter(({ row }) => biomedical.includes(row))), 0),
    derived('best_in_domain', countBest(rows), 0),
  ];
}

/** On how many sets of Table 2 ProUIE is best (alone or with others) and lowest. */
export function ranksInRe(figures: AuditFigures): readonly CheckLine[] {
  const rows = rowsOf(figures, '2');
  const isLowest = ({ values }: PublishedRow): boolean =>
    values.every((value) => value === null || value >= values.at(-1)!);
  return [derived('best', countBest(rows), 0), derived('lowest', rows.filter(isLowest).length, 0)];
}

function countBest(rows: readonly PublishedRow[]): number {
  return rows.filter((row) => rankOfLast(row) === 1).length;
}

function rankIn(rows: readonly PublishedRow[], name: string): number {
  return rankOfLast(rows.find(({ row }) => row === name)!);
}
