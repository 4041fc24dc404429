/** What the text says of stages and rewards, against Tables 5 and 7. */
import { clean } from '../decimals.ts';
import { mean } from '../means.ts';
import { type AuditFigures, columnOf, figureAt } from './audit-figures.ts';
import { above, type CheckLine, equal } from './check.ts';

const FULL = 'ProUIE (CM+SA+DE)';
const WITHOUT_SA = 'w/o SA (CM+DE)';
const WITHOUT_DE = 'w/o DE (CM+SA)';
const CM_ONLY = 'CM only';
const SFR = 'Coarse-to-fine SFR';
const COLUMNS = ['NER', 'RE', 'EE'] as const;

/** The full recipe is above all others; leaving DE out costs most, on the mean of the three columns. */
export function stagesContribute(figures: AuditFigures): readonly CheckLine[] {
  const full = meanOfColumns(figures, FULL);
  return [
    above('without_sa', full, meanOfColumns(figures, WITHOUT_SA)),
    above('without_de', full, meanOfColumns(figures, WITHOUT_DE)),
    above('cm_only', full, meanOfColumns(figures, CM_ONLY)),
    above(
      'de_costs_most',
      full - meanOfColumns(figures, WITHOUT_DE),
      full - meanOfColumns(figures, WITHOUT_SA),
    ),
  ];
}

/** Each stage alone, added to CM. */
export function stagesAlone(figures: AuditFigures): readonly CheckLine[] {
  const cmOnly = meanOfColumns(figures, CM_ONLY);
  const re = (row: string) => figureAt(figures, '5', row, 'RE');
  return [
    above('with_sa', meanOfColumns(figures, WITHOUT_DE), cmOnly),
    above('with_de', meanOfColumns(figures, WITHOUT_SA), cmOnly),
    above('re_with_sa', re(WITHOUT_DE), re(CM_ONLY)),
    above('re_with_de', re(WITHOUT_SA), re(CM_ONLY)),
  ];
}

export function sfrIsBest(figures: AuditFigures): readonly CheckLine[] {
  return COLUMNS.map((column) => {
    const others = Math.max(...columnOf(figures, '7', column, ({ row }) => row !== SFR));
    return above(column.toLowerCase(), figureAt(figures, '7', SFR, column), others);
  });
}

/** Both tables have the full recipe. */
export function fullModelTwice(figures: AuditFigures): readonly CheckLine[] {
  return COLUMNS.map((column) =>
    equal(column.toLowerCase(), figureAt(figures, '5', FULL, column), figureAt(figures, '7', SFR, column)),
  );
}

/** The best row of Table 7 against the model before DE. */
export function deAgainstNoDe(figures: AuditFigures): readonly CheckLine[] {
  return COLUMNS.map((column) =>
    above(
      column.toLowerCase(),
      Math.max(...columnOf(figures, '7', column)),
      figureAt(figures, '5', WITHOUT_DE, column),
    ),
  );
}

function meanOfColumns(figures: AuditFigures, row: string): number {
  return clean(mean(COLUMNS.map((column) => figureAt(figures, '5', row, column))));
}
