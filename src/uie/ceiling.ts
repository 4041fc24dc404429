/** What the target format costs: the score of an answer that says all of the gold, as well as the format can. */
import type { Answer } from './answers.ts';
import { decodeOutput } from './decode.ts';
import { encodeTarget } from './encode.ts';
import { type PairRule, readPairsBy } from './pair-rules.ts';
import type { Example, RelationStructure, Structure } from './records.ts';
import { type Figures, figuresOf, sumCounts } from './score.ts';
import { type Counts, countItems } from './scorers/matching.ts';
import type { Comparison, Item, Matching, Metric, ScorerProfile } from './scorers/profile.ts';
import { allMetrics } from './scorers/profile.ts';
import { structureItems } from './structure-items.ts';
import { partsUnit } from './unit.ts';
import { squeeze } from './white-space.ts';

export type MetricFigures = Readonly<Partial<Record<Metric, Figures>>>;

/** The highest figures that the format allows on some examples of one task. */
export interface Ceiling {
  readonly examples: number;
  /** Examples whose gold does not come back whole, as sets of items. */
  readonly altered: number;
  /** By the name of each profile that scores the task. */
  readonly profiles: ReadonlyMap<string, MetricFigures>;
  /**
   * Every annotated place counts, as in scores by offset: a value that is annotated at several places stands once in the
   * answer, which finds one of them.
   */
  readonly places: MetricFigures;
  /** Relations only. */
  readonly pairs: PairCeiling | undefined;
}

/** The rules, and last the decoder's way: the comma whose two sides stand in the text. */
export const PAIR_READINGS = [
  'first comma',
  'last comma',
  'exactly one comma',
  'text-aware',
] as const satisfies readonly (PairRule | 'text-aware')[];
export type PairReading = (typeof PAIR_READINGS)[number];

export interface PairCeiling {
  /** Different relations of each example, summed. */
  readonly relations: number;
  /** Those of them with a comma in head or tail. */
  readonly withComma: number;
  /** Relations as sets, by how pairs are cut. */
  readonly rules: ReadonlyMap<PairReading, Figures>;
}

export interface CeilingCounter {
  /** @throws ProuieError as `encodeTarget` */
  add(example: Example): void;
  ceiling(): Ceiling;
}

/** Counts examples of one task one by one; none is kept. */
export function ceilingCounter(profiles: readonly ScorerProfile[]): CeilingCounter {
  const byProfile = new Map(profiles.map((profile) => [profile, newTally()]));
  const byRule = new Map(PAIR_READINGS.map((reading) => [reading, newTally()]));
  const places = newTally();
  const seen = { task: 'ner' as Example['task'], examples: 0, altered: 0, relations: 0, withComma: 0 };
  const addPairs = (gold: RelationStructure, { output, decoded }: Answer): void => {
    for (const [reading, tally] of byRule) {
      const pairs: Structure =
        reading === 'text-aware'
          ? decoded.structure
          : { task: 're', relations: readPairsBy(reading, output) };
      tally.add('relation', countMetric('relation', gold, pairs, 'set'));
    }
    const different = new Map(itemsOf('relation', gold).map(({ key, as }) => [key, as]));
    seen.relations += different.size;
    for (const [, head, tail] of different.values()) if (`${head}${tail}`.includes(',')) seen.withComma++;
  };
  return {
    add(example) {
      const { task, gold } = example;
      const answer = perfectAnswer(example);
      const { structure } = answer.decoded;
      const metrics = allMetrics[task];
      seen.task = task;
      seen.examples++;
      for (const [profile, tally] of byProfile) {
        const compared = profile.compare(answer);
        for (const metric of profile.metrics[task])
          tally.add(metric, countItems(compared[metric] ?? NO_ITEMS, profile.matching));
      }
      for (const metric of metrics) places.add(metric, countMetric(metric, gold, structure, 'multiset'));
      if (metrics.some((metric) => isLossy(countMetric(metric, gold, structure, 'set')))) seen.altered++;
      if (gold.task === 're') addPairs(gold, answer);
    },
    ceiling() {
      const { task, examples, altered, relations, withComma } = seen;
      const scored = [...byProfile].filter(([profile]) => profile.metrics[task].length > 0);
      const rules = new Map([...byRule].map(([reading, tally]) => [reading, tally.figures('relation')]));
      return {
        examples,
        altered,
        profiles: new Map(
          scored.map(([profile, tally]) => [profile.name, tally.ofMetrics(profile.metrics[task])]),
        ),
        places: places.ofMetrics(allMetrics[task]),
        pairs: task === 're' ? { relations, withComma, rules } : undefined,
      };
    },
  };
}

/** Counts that are summed by metric. */
interface Tally {
  add(metric: Metric, counts: Counts): void;
  figures(metric: Metric): Figures;
  ofMetrics(metrics: readonly Metric[]): MetricFigures;
}

function newTally(): Tally {
  const sums = new Map<Metric, Counts>();
  const figures = (metric: Metric): Figures => figuresOf(sums.get(metric) ?? NOTHING);
  return {
    add(metric, counts) {
      sums.set(metric, sumCounts([sums.get(metric) ?? NOTHING, counts]));
    },
    figures,
    ofMetrics: (metrics) => Object.fromEntries(metrics.map((metric) => [metric, figures(metric)])),
  };
}

/** The gold as a model would have to write it, read back. */
function perfectAnswer(example: Example): Answer {
  const output = encodeTarget(example.text, example.schema, example.gold, 'cm');
  return { example, output, decoded: decodeOutput(output, example) };
}

function countMetric(metric: Metric, gold: Structure, answer: Structure, matching: Matching): Counts {
  return countItems({ gold: itemsOf(metric, gold), answer: itemsOf(metric, answer) }, matching);
}

function itemsOf(metric: Metric, structure: Structure): readonly Item[] {
  return structureItems(structure)[metric].map((from) => {
    const as = from.map(squeeze);
    return { key: partsUnit(as), from, as };
  });
}

function isLossy({ fp, fn }: Counts): boolean {
  return fp > 0 || fn > 0;
}

const NOTHING: Counts = { tp: 0, fp: 0, fn: 0 };
const NO_ITEMS: Comparison = { gold: [], answer: [] };
