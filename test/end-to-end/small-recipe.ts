/** Flags that make the whole recipe small enough for a test: two variants, a handful of rows a data set, tiny models. */
export const smallRecipe = Object.entries({
  variants: '{full: {}, coarse-only: {}}',
  scale: '{cm1: 0.0002, cm2: 0.0002, cm3: 0.0002, sa: 0.0005, de1: 0.0002, de2: 0.0002, de3: 0.0002}',
  'synthetic.train': '12',
  'synthetic.val': '2',
  'synthetic.test': '3',
  bits: '12',
}).flatMap(([path, value]) => ['--set', `${path}=${value}`]);

/** Data sets of every task, and of every phase. */
export const FEW_DATASETS = ['CoNLL2003', 'wikiann', 'CoNLL2004', 'GIDS', 'PHEE', 'CASIE'] as const;
export const fewDatasets = ['--set', `datasets=[${FEW_DATASETS.join()}]`];

/** With the scores and tables of two scorer profiles: those of all seven take half the time of the small recipe. */
export const twoScorers = ['--set', 'evaluation.scorers=[prouie, uie]'];
