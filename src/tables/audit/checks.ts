/** The checks by the id of their item in `audit.yaml`; a new one is a function and a line here. */
import { deAgainstNoDe, fullModelTwice, sfrIsBest, stagesAlone, stagesContribute } from './ablations.ts';
import type { AuditFigures } from './audit-figures.ts';
import {
  eeAgainstInstructUie,
  eeIsArguments,
  leadInDomain,
  nerAverages,
  reAverages,
  reOfKnowCoder,
  reWithoutKbp37,
} from './averages.ts';
import { columnsOfFigures, copiedFigures, repeatedFigures, twoSourcesOfInstructUie } from './baselines.ts';
import type { Check } from './check.ts';
import { lengthBuckets, lengthSentences } from './lengths.ts';
import { besideTunedUniversalNer, bestOutOfDomain, ranksInDomain, ranksInRe } from './ranks.ts';
import {
  eeRowsOfCm3,
  mixtureRatios,
  nerRowsOfCm1,
  numberOfSets,
  reRowsOfCm2,
  resampledSizes,
  samplingOfCm2,
  sumsOfTable9,
} from './training-rows.ts';

export const CHECKS = {
  'averages-of-ner': nerAverages,
  'averages-of-re': reAverages,
  'ee-is-arguments': eeIsArguments,
  'number-of-sets': numberOfSets,
  'sums-of-stages': sumsOfTable9,
  'ratios-of-mixtures': mixtureRatios,
  'ee-rows': eeRowsOfCm3,
  'best-out-of-domain': bestOutOfDomain,
  'stages-contribute': stagesContribute,
  'sfr-is-best': sfrIsBest,
  'sentences-on-lengths': lengthSentences,
  'columns-of-figures': columnsOfFigures,
  'figures-of-baselines': repeatedFigures,
  'ner-rows-of-cm1': nerRowsOfCm1,
  're-rows-of-cm2': reRowsOfCm2,
  'resampled-sizes': resampledSizes,
  'full-sfr-differs': fullModelTwice,
  'de-below-no-de': deAgainstNoDe,
  'cm-only-above-single-stages': stagesAlone,
  'gain-is-out-of-domain': (figures: AuditFigures) => [
    ...leadInDomain(figures),
    ...besideTunedUniversalNer(figures),
  ],
  'kbp37-decides-re': (figures: AuditFigures) => [...reWithoutKbp37(figures), ...ranksInRe(figures)],
  'knowcoder-has-no-average': reOfKnowCoder,
  'copied-figures': copiedFigures,
  'two-sources-of-instructuie': twoSourcesOfInstructUie,
  'trigger-identification': noFigures,
  'consistent-gains-on-ee': eeAgainstInstructUie,
  'ranks-in-domain': ranksInDomain,
  'length-buckets': lengthBuckets,
  'sampling-of-cm2': samplingOfCm2,
  'production-figures': noFigures,
} as const satisfies Readonly<Record<string, Check>>;

/** Of conventions and private data: there is nothing to compute. */
function noFigures(): readonly [] {
  return [];
}
