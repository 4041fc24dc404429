import { z } from 'zod';
import { PHASES } from '../src/corpora/mixture.ts';
import { speedTable } from '../src/engines/speeds.ts';
import { scorerProfiles } from '../src/uie/scorers/all-profiles.ts';
import { languageModelSettings } from './language-model-settings.ts';

const scorerName = z.enum(Object.keys(scorerProfiles));
const share = z.number().positive().max(1);
const everyPhase = <T extends z.ZodType>(value: T) =>
  z.strictObject(
    Object.fromEntries(PHASES.map((phase) => [phase, value])) as {
      readonly [phase in (typeof PHASES)[number]]: T;
    },
  );
const weights = z.strictObject({
  ner: z
    .strictObject({
      wT: z.number(),
      wP: z.number(),
      gamma: z.number().positive(),
      lambdaT: z.number(),
      lambdaP: z.number(),
    })
    .partial()
    .optional(),
  re: z
    .strictObject({
      wT: z.number(),
      wH: z.number(),
      wA: z.number(),
      wR: z.number(),
      gamma: z.number().positive(),
      lambdaT: z.number(),
      lambdaR: z.number(),
    })
    .partial()
    .optional(),
  ee: z
    .strictObject({
      wE: z.number(),
      wT: z.number(),
      wF: z.number(),
      lambdaE: z.number(),
      lambdaT: z.number(),
      lambdaF: z.number(),
    })
    .partial()
    .optional(),
});

/** Options of the reward that differ from its defaults; the words are those of `prouie reward`. */
export const rewardSettings = z.strictObject({
  penalty: z.enum(['piecewise', 'additive', 'max']).optional(),
  empty: z.enum(['defined', 'literal']).optional(),
  clip: z.tuple([z.number(), z.number()]).nullable().optional(),
  gammaEe: z.number().positive().optional(),
  floor: z.number().optional(),
  triggerBound: z.boolean().optional(),
  weights: weights.optional(),
});

/**
 * All settings of a run. Those that the paper leaves open are listed as assumptions (`assumptions.ts`).
 *
 * @param variants the names of all variants that there are
 * @param engines the names of all engines
 */
export const profileSchema = (variants: readonly string[], engines: readonly string[]) =>
  z.strictObject({
    description: z.string(),
    corpora: z.enum(['synthetic', 'real']),
    /** What trains and answers: a file of `engines/`. */
    engine: z.enum(engines),
    /** Data sets by the names of their cards; the others are left out. */
    datasets: z.union([z.literal('all'), z.array(z.string()).min(1)]).default('all'),
    seeds: z.array(z.int().nonnegative()).min(1),
    /** Share of the paper's rows that each phase trains on. */
    scale: everyPhase(share),
    balance: z.enum(['natural', 'equal']),
    json: z.enum(['spaced', 'pretty', 'compact']),
    synthetic: z
      .strictObject({
        seed: z.int(),
        scale: share,
        train: z.int().positive(),
        val: z.int().positive(),
        test: z.int().positive(),
        /** Names of a label in all; without it every name is invented anew. */
        names: z.int().positive().optional(),
        /** Queries of Figure 3. */
        queries: z.int().positive(),
      })
      .optional(),
    evaluation: z.strictObject({
      split: z.enum(['val', 'test']),
      /** Rows a data set at most; null for all. */
      limit: z.int().positive().nullable(),
      /** The scorer profile behind the tables. */
      scorer: scorerName,
      /** Under which profiles answers are scored besides. */
      scorers: z.union([z.literal('all'), z.array(scorerName)]),
    }),
    /** Log2 of the number of weights of the embedded engine. */
    bits: z.int().min(10).max(26).default(22),
    /** Epochs are those of every engine, the rest is the embedded engine's. */
    sft: z.strictObject({
      epochs: z.strictObject({ cm: z.int().positive(), sa: z.int().positive(), control: z.int().positive() }),
      learningRate: z.number().positive().default(0.06),
      gradientCutoff: z.number().nonnegative().default(0.005),
      featureDropout: z.number().min(0).max(0.9).default(0.1),
    }),
    /** Epochs and rollouts are those of every engine, the rest is the embedded engine's. */
    grpo: z.strictObject({
      epochs: z.strictObject({ de1: z.int().positive(), de2: z.int().positive(), de3: z.int().positive() }),
      rollouts: z.strictObject({ de1: z.int().min(2), de2: z.int().min(2), de3: z.int().min(2) }),
      temperature: z.number().positive().default(0.7),
      learningRate: z.number().positive().default(0.05),
      klCoefficient: z.number().nonnegative().default(0.01),
      gradientCutoff: z.number().nonnegative().default(0.002),
      /** Makes rows that CM has seen look unseen; one a phase. */
      featureDropout: z
        .strictObject({
          de1: z.number().min(0).max(0.9),
          de2: z.number().min(0).max(0.9),
          de3: z.number().min(0).max(0.9),
        })
        .default({ de1: 0, de2: 0, de3: 0 }),
    }),
    /** What the engines of language models need; see `docs/engines.md`. */
    languageModel: languageModelSettings.optional(),
    /** Options of an engine that has no group of its own; it checks them. */
    engineOptions: z.record(z.string(), z.json()).default({}),
    /** For estimates; see `prouie render`. */
    speeds: speedTable.optional(),
    assumptions: z.strictObject({
      'cm1-fill': z.enum(['repeat', 'none']),
      'de-wording': z.enum(['concise', 'complete']),
      'de-rows': z.enum(['any', 'fresh', 'seen']),
      'length-buckets': z.enum(['cumulative', 'disjoint']),
    }),
    /** Which variants are made, and how the reward of each differs from the default. */
    variants: z.partialRecord(z.enum(variants), z.strictObject({ reward: rewardSettings.optional() })),
  });
export type Profile = z.output<ReturnType<typeof profileSchema>>;

/** All scorer profiles of a run; which of them is behind the tables does not change their order. */
export function scorersOf({ evaluation: { scorer, scorers } }: Profile): readonly string[] {
  const named = scorers === 'all' ? Object.keys(scorerProfiles) : scorers;
  return named.includes(scorer) ? named : [scorer, ...named];
}
