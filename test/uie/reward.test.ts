import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REWARD_VARIANTS } from '../../src/uie/all-rewards.ts';
import { decodeOutput } from '../../src/uie/decode.ts';
import { encodeTarget } from '../../src/uie/encode.ts';
import { PENALTY_FORMS } from '../../src/uie/penalties.ts';
import type { Event, EventStructure, Structure } from '../../src/uie/records.ts';
import { computeReward, prepareGold, rewardAgainst } from '../../src/uie/reward.ts';
import { defaultRewardOptions, type RewardOptions } from '../../src/uie/reward-settings.ts';
import { examples } from './structures.ts';

const options = (changes: Partial<RewardOptions> = {}): RewardOptions => ({
  ...defaultRewardOptions,
  ...changes,
});
const answer = (structure: Structure) => ({ structure, malformed: false, repairs: [] });
const malformed = (structure: Structure) => ({ structure, malformed: true, repairs: [] });

const event = (type: string, trigger: string, ...args: readonly [role: string, text: string][]): Event => ({
  type,
  trigger,
  arguments: args.map(([role, text]) => ({ role, text })),
});
const events = (...list: readonly Event[]): EventStructure => ({ task: 'ee', events: list });
const rewardOf = (gold: Structure, structure: Structure, changes: Partial<RewardOptions> = {}): number =>
  computeReward(gold, answer(structure), options(changes)).overall;

/** A prediction that may share anything with the gold: another annotation under the same schema. */
const pairs = fc.tuple(examples, examples).filter(([a, b]) => a.task === b.task);

describe('the reward', () => {
  test('of a perfect answer is 1 in every variant and penalty form', () => {
    const switches = fc.record({
      variant: fc.constantFrom(...REWARD_VARIANTS),
      penalty: fc.constantFrom(...PENALTY_FORMS),
      triggerBound: fc.boolean(),
      gammaEe: fc.constantFrom(0.5, 1, 1.3, 1.5),
    });
    fc.assert(
      fc.property(examples, switches, ({ gold }, changes) => {
        expect(rewardOf(gold, gold, changes)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('of an encoded and decoded gold is that of the gold itself', () => {
    const example = fc.sample(examples, { numRuns: 50, seed: 7 }).filter(({ task }) => task === 'ner');
    for (const { text, schema, gold } of example) {
      const decoded = decodeOutput(encodeTarget(text, schema, gold, 'cm'), {
        task: schema.task,
        schema,
        text,
      });
      expect(computeReward(gold, decoded, options()).overall).toBe(1);
    }
  });

  test('does not depend on the order of items, nor on white space', () => {
    fc.assert(
      fc.property(pairs, ([{ gold }, other]) => {
        const reversed = JSON.parse(
          JSON.stringify(reverse(other.gold)).replaceAll(' ', ' \u00a0 '),
        ) as Structure;
        expect(rewardOf(gold, reverse(other.gold))).toBeCloseTo(rewardOf(gold, other.gold), 12);
        expect(rewardOf(reversed, gold)).toBeCloseTo(rewardOf(other.gold, gold), 12);
      }),
    );
  });

  test('stays within the clip, and a malformed answer has the floor whatever the clip', () => {
    fc.assert(
      fc.property(
        pairs,
        fc.constantFrom<RewardOptions['clip']>([-1, 1], [0, 1]),
        ([{ gold }, other], clip) => {
          const { overall, components } = computeReward(gold, answer(other.gold), options({ clip }));
          expect(overall).toBe(Math.min(clip![1], Math.max(clip![0], components['raw']!)));
          expect(computeReward(gold, malformed(other.gold), options({ clip, floor: -2 }))).toEqual({
            overall: -2,
            malformed: true,
            components: {},
          });
        },
      ),
    );
  });

  test('against a prepared gold is the same for any number of answers', () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom(...REWARD_VARIANTS), ([{ gold }, other], variant) => {
        const prepared = prepareGold(gold);
        for (const structure of [other.gold, gold]) {
          expect(rewardAgainst(prepared, answer(structure), options({ variant }))).toEqual(
            computeReward(gold, answer(structure), options({ variant })),
          );
        }
      }),
    );
  });

  test('an equal pair of empty sets is agreement by definition, and distance 1 when Eq. 6 is taken literally', () => {
    const nothing: Structure = { task: 're', relations: [] };
    expect(rewardOf(nothing, nothing)).toBe(1);
    const literal = computeReward(nothing, answer(nothing), options({ empty: 'literal' }));
    expect(literal.overall).toBeCloseTo(-0.4, 12);
    expect(literal.components).toMatchObject({ cov_t: 0, f1_r: 0, jac_t: 1, jac_r: 1 });
  });
});

describe('the penalty of Eq. 9', () => {
  const gold = events(event('a', 'x', ['R', '1']), event('b', 'y', ['R', '2']), event('c', 'z', ['R', '3']));
  const wrongTriggers = events(
    event('a', 'x1', ['R', '1']),
    event('b', 'y1', ['R', '2']),
    event('c', 'z1', ['R', '3']),
  );
  const alsoSpurious = events(...wrongTriggers.events, event('d', 'w'));

  test('as printed is not monotone: a spurious type added to wrong triggers raises the reward', () => {
    expect(rewardOf(gold, alsoSpurious)).toBeGreaterThan(rewardOf(gold, wrongTriggers) + 0.5);
  });

  test.each(['additive', 'max'] as const)('in its %s form falls with every further error', (penalty) => {
    expect(rewardOf(gold, alsoSpurious, { penalty, clip: null })).toBeLessThanOrEqual(
      rewardOf(gold, wrongTriggers, { penalty, clip: null }),
    );
  });
});

describe('F_full', () => {
  const fullOf = (gold: Structure, structure: Structure, triggerBound = false) =>
    computeReward(gold, answer(structure), options({ triggerBound })).components['f_full'];

  test('takes the best assignment of groups, where a greedy one would lose pairs', () => {
    const gold = events(
      event('a', 't1', ['R', '1'], ['R', '2'], ['R', '3']),
      event('a', 't2', ['R', '1'], ['R', '2']),
    );
    const prediction = events(event('a', 't1', ['R', '1'], ['R', '2']), event('a', 't2', ['R', '3']));
    expect(fullOf(gold, prediction)).toBeCloseTo(0.75, 12);
  });

  test('cannot see swapped triggers unless it is bound to them', () => {
    const gold = events(event('a', 'x', ['R', '1']), event('a', 'y', ['R', '2']));
    const swapped = events(event('a', 'y', ['R', '1']), event('a', 'x', ['R', '2']));
    expect(fullOf(gold, swapped)).toBe(1);
    expect(fullOf(gold, swapped, true)).toBe(0);
  });

  test('never matches groups of different types', () => {
    expect(fullOf(events(event('a', 'x', ['R', '1'])), events(event('b', 'x', ['R', '1'])))).toBe(0);
  });
});

describe('plain F1 as a reward', () => {
  test('counts triggers together with arguments bound to them', () => {
    const gold = events(event('a', 'x', ['R', '1'], ['R', '2']), event('a', 'y'));
    const prediction = events(event('a', 'x', ['R', '1']), event('a', 'z', ['R', '2']));
    const reward = computeReward(gold, answer(prediction), options({ variant: 'f1' }));
    expect(reward).toMatchObject({
      overall: 0.5,
      malformed: false,
      components: { raw: 0.5, pen: 0, f1: 0.5 },
    });
  });

  test('gives a malformed answer the floor', () => {
    expect(computeReward(events(), malformed(events()), options({ variant: 'f1' })).overall).toBe(-1);
  });
});

function reverse(structure: Structure): Structure {
  switch (structure.task) {
    case 'ner':
      return { task: 'ner', entities: structure.entities.toReversed() };
    case 're':
      return { task: 're', relations: structure.relations.toReversed() };
    case 'ee':
      return events(
        ...structure.events.map((one) => ({ ...one, arguments: one.arguments.toReversed() })).toReversed(),
      );
  }
}
