/** Averages and leads: recomputed from the rows that they are said to be over. */
import {
  type AuditFigures,
  allBut,
  columnMean,
  figureAt,
  inDomain,
  oneInText,
  printedAverage,
} from './audit-figures.ts';
import { above, type CheckLine, derived, equal } from './check.ts';

export function nerAverages(figures: AuditFigures): readonly CheckLine[] {
  const average = (column: string) => printedAverage(figures, '1', column);
  const lead = (column: string) => average('ProUIE (4B)') - average(column);
  return [
    equal('instructuie', average('InstructUIE (11B)'), columnMean(figures, '1', 'InstructUIE (11B)')),
    equal('universalner', average('UniversalNER (7B)'), columnMean(figures, '1', 'UniversalNER (7B)')),
    equal('prouie', average('ProUIE (4B)'), columnMean(figures, '1', 'ProUIE (4B)')),
    equal('lead_universalner', oneInText(figures, 'ner-lead-over-universalner'), lead('UniversalNER (7B)')),
    equal('lead_instructuie', oneInText(figures, 'ner-lead-over-instructuie'), lead('InstructUIE (11B)')),
  ];
}

export function reAverages(figures: AuditFigures): readonly CheckLine[] {
  const average = (column: string) => printedAverage(figures, '2', column);
  const lead = average('ProUIE (4B)') - average('InstructUIE (11B)');
  return [
    equal('instructuie', average('InstructUIE (11B)'), columnMean(figures, '2', 'InstructUIE (11B)')),
    equal('prouie', average('ProUIE (4B)'), columnMean(figures, '2', 'ProUIE (4B)')),
    equal('lead', oneInText(figures, 're-lead-over-instructuie'), lead),
  ];
}

/** UniversalNER's out-of-domain figures in the paper are those of its model without supervised data. */
export function leadInDomain(figures: AuditFigures): readonly CheckLine[] {
  const lead = oneInText(figures, 'ner-lead-over-universalner');
  const prouie = columnMean(figures, '1', 'ProUIE (4B)', inDomain);
  const universalner = columnMean(figures, '1', 'UniversalNER (7B)', inDomain);
  return [
    derived('prouie_in', prouie),
    derived('universalner_in', universalner),
    equal('lead_in', lead, prouie - universalner),
  ];
}

export function reWithoutKbp37(figures: AuditFigures): readonly CheckLine[] {
  const others = allBut('kbp37');
  const prouie = columnMean(figures, '2', 'ProUIE (4B)', others);
  return [above('prouie', prouie, columnMean(figures, '2', 'InstructUIE (11B)', others))];
}

export function reOfKnowCoder(figures: AuditFigures): readonly CheckLine[] {
  const itsSets = allBut('NYT11 HRL');
  const prouie = columnMean(figures, '2', 'ProUIE (4B)', itsSets);
  return [above('prouie', prouie, columnMean(figures, '2', 'KnowCoder (7B)', itsSets))];
}

export function eeIsArguments(figures: AuditFigures): readonly CheckLine[] {
  const ee = figureAt(figures, '5', 'ProUIE (CM+SA+DE)', 'EE');
  return [
    equal('argument', ee, columnMean(figures, '4', 'ProUIE')),
    derived('trigger', columnMean(figures, '3', 'ProUIE')),
  ];
}

export function eeAgainstInstructUie(figures: AuditFigures): readonly CheckLine[] {
  const lowest = (row: string) =>
    figureAt(figures, '3', row, 'ProUIE') -
    Math.min(
      ...['BERT-base', 'UIE', 'USM', 'InstructUIE'].map((column) => figureAt(figures, '3', row, column)),
    );
  return [
    above('trigger', columnMean(figures, '3', 'ProUIE'), columnMean(figures, '3', 'InstructUIE')),
    above('argument', columnMean(figures, '4', 'ProUIE'), columnMean(figures, '4', 'InstructUIE')),
    derived('ace2005', lowest('ACE2005')),
    derived('casie', lowest('CASIE')),
  ];
}
