import { describe, expect, it } from 'vitest';
import { mean } from '../../src/tables/means.ts';
import { publishedValue } from '../../src/tables/published.ts';
import { paper, published } from './paper.ts';

type Figures = Record<string, number>;

/** The published figures of a column, blank ones left out. */
function column(
  table: string,
  name: string,
  keep: (dataset: string, domain?: string) => boolean = () => true,
): number[] {
  const { columns, rows } = published(table);
  const index = columns.indexOf(name);
  return rows.filter((row) => keep(row.dataset!, row.domain)).flatMap((row) => row.values[index] ?? []);
}

function at(table: string, row: string, name: string): number {
  return publishedValue(published(table), row, name)!;
}

const trainRows = (task: string): number =>
  published('8').rows.reduce((sum, row) => sum + (row.task === task ? (row.values[2] ?? 0) : 0), 0);
const rank = (row: string): number => {
  const values = published('1').rows.find((one) => one.row === row)!.values;
  return 1 + values.filter((value) => value! > values.at(-1)!).length;
};

/** Figures of other publications that two findings need. */
const sources = {
  upSampled: { ADE_corpus: 15000, CoNLL2004: 5000, SciERC: 10000, NYT: 56196 },
  tunedUniversalNer: [61.2, 35.2, 62.9, 64.9, 70.6, 66.9, 70.8],
};

const FULL = 'ProUIE (CM+SA+DE)';
const inDomain = (name: string) => mean(column('1', name, (_, domain) => domain === 'in'));
const withoutKbp37 = (dataset: string) => dataset !== 'kbp37';
const withoutNyt11 = (dataset: string) => dataset !== 'NYT11_HRL';

const recomputed: Record<string, () => Figures> = {
  'ner-rows-of-cm1': () => {
    const stated = at('9', 'CM (Phase 1)', 'NER');
    return { stated, sum: trainRows('ner'), difference: stated - trainRows('ner') };
  },
  're-rows-of-cm2': () => {
    const stated = at('9', 'CM (Phase 2, 2:8)', 'RE');
    const explained = published('8').rows.reduce((sum, row) => {
      if (row.task !== 're') return sum;
      return sum + ((sources.upSampled as Figures)[row.dataset!] ?? row.values[2]!);
    }, 0);
    return {
      stated,
      sum: trainRows('re'),
      difference: stated - trainRows('re'),
      explained,
      nyt: sources.upSampled.NYT,
    };
  },
  'resampled-sizes': () => ({
    ace2005: at('8', 'ACE2005', 'train'),
    conll2003: at('8', 'CoNLL2003', 'train'),
    tweetner7: at('8', 'tweetNER7', 'train'),
    ontonotes: at('8', 'Ontonotes', 'train'),
  }),
  'full-sfr-differs': () => {
    const difference = (name: string) => at('7', 'Coarse-to-fine SFR', name) - at('5', FULL, name);
    return { ner: difference('NER'), re: difference('RE'), ee: difference('EE') };
  },
  'de-below-no-de': () => ({
    best_re: Math.max(...column('7', 'RE')),
    best_ee: Math.max(...column('7', 'EE')),
    without_de_re: at('5', 'w/o DE (CM+SA)', 'RE'),
    without_de_ee: at('5', 'w/o DE (CM+SA)', 'EE'),
  }),
  'cm-only-above-single-stages': () => {
    const average = (row: string) => mean(['NER', 'RE', 'EE'].map((name) => at('5', row, name)));
    return {
      cm_only: average('CM only'),
      without_sa: average('w/o SA (CM+DE)'),
      without_de: average('w/o DE (CM+SA)'),
      re_sa_alone: at('5', 'w/o DE (CM+SA)', 'RE') - at('5', 'CM only', 'RE'),
      re_de_alone: at('5', 'w/o SA (CM+DE)', 'RE') - at('5', 'CM only', 'RE'),
    };
  },
  'gain-is-out-of-domain': () => {
    const ours = mean(column('1', 'ProUIE (4B)'));
    const theirs = column('1', 'UniversalNER (7B)', (_, domain) => domain === 'in');
    const tuned = mean([...theirs, ...sources.tunedUniversalNer]);
    return {
      prouie_in: inDomain('ProUIE (4B)'),
      universalner_in: inDomain('UniversalNER (7B)'),
      lead: 79.44 - 75.88,
      tuned_mean: tuned,
      tuned_lead: ours - tuned,
    };
  },
  'kbp37-decides-re': () => ({
    instructuie: mean(column('2', 'InstructUIE (11B)', withoutKbp37)),
    prouie: mean(column('2', 'ProUIE (4B)', withoutKbp37)),
  }),
  'knowcoder-has-no-average': () => ({
    knowcoder: mean(column('2', 'KnowCoder (7B)')),
    prouie: mean(column('2', 'ProUIE (4B)', withoutNyt11)),
  }),
  'copied-figures': () => ({
    uie_conll2004: at('2', 'CoNLL2004', 'UIE'),
    gollie_7b_music: at('1', 'Music', 'GoLLIE (7B)'),
    gollie_13b_music: at('1', 'Music', 'GoLLIE (13B)'),
  }),
  'ee-is-arguments': () => ({ argument: mean(column('4', 'ProUIE')), trigger: mean(column('3', 'ProUIE')) }),
  'consistent-gains-on-ee': () => ({
    prouie_trigger: mean(column('3', 'ProUIE')),
    prouie_argument: mean(column('4', 'ProUIE')),
    instructuie_trigger: mean(column('3', 'InstructUIE')),
    instructuie_argument: mean(column('4', 'InstructUIE')),
  }),
  'ranks-in-domain': () => ({
    ace2005: rank('ACE2005'),
    conll2003: rank('CoNLL2003'),
    ontonotes: rank('Ontonotes'),
    best_in_domain: published('1').rows.filter((row) => row.domain === 'in' && rank(row.row) === 1).length,
  }),
  'length-buckets': () => ({
    p50_max: at('6', 'EE CM', 'P50 max'),
    p70_min: at('6', 'EE CM', 'P70 min'),
    p99_before: at('6', 'EE CM', 'P99 max'),
    p99_after: at('6', 'EE CM+SA', 'P99 max'),
  }),
  'sampling-of-cm2': () => ({
    polyglot_share: (100 * at('8', 'polyglot-NER', 'train')) / trainRows('ner'),
    exact: at('9', 'CM (Phase 2, 2:8)', 'RE') / 4,
    stated: at('9', 'CM (Phase 2, 2:8)', 'NER'),
  }),
};

describe('the audit of the paper', () => {
  it.each(paper.audit.map((item) => [item.id, item] as const))('recomputes the figures of %s', (id, item) => {
    const expected = recomputed[id]?.() ?? {};
    expect(Object.keys(item.figures)).toEqual(Object.keys(expected));
    for (const [name, figure] of Object.entries(expected)) {
      const decimals = (String(item.figures[name]).split('.')[1] ?? '').length;
      expect(Math.abs(figure - item.figures[name]!), name).toBeLessThanOrEqual(0.5001 * 0.1 ** decimals);
    }
  });

  it('has no finding without an id of its own', () => {
    expect(new Set(paper.audit.map((item) => item.id)).size).toBe(paper.audit.length);
    expect(Object.keys(recomputed).every((id) => paper.audit.some((item) => item.id === id))).toBe(true);
  });

  it('is right about orders that no figure shows', () => {
    const triggers = published('3').rows.filter((row) => row.dataset !== 'PHEE');
    for (const { values } of triggers) expect(Math.min(...values.map(Number))).toBe(values.at(-1));
    expect(at('5', 'CM only', 'RE')).toBeGreaterThan(at('5', 'w/o SA (CM+DE)', 'RE'));
    expect(at('5', 'CM only', 'RE')).toBeGreaterThan(at('5', 'w/o DE (CM+SA)', 'RE'));
  });
});
