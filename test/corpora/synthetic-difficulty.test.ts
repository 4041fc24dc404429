import { describe, expect, it } from 'vitest';
import { countDifficulties, DIFFICULTIES } from '../../src/corpora/difficulty.ts';
import { TASKS } from '../../src/uie/records.ts';
import { quickSets } from './synthetic-sets.ts';

describe.each([1, 2, 3])('the synthetic stand-ins of seed %i', (seed) => {
  const counted = countDifficulties(quickSets(seed).flat());

  it.each(TASKS)('have every difficulty of %s in one of a hundred rows or more', (task) => {
    const { rows, counts } = counted[task];
    for (const [name, count] of Object.entries(counts)) {
      expect(count / rows, name).toBeGreaterThanOrEqual(0.01);
      expect(count / rows, name).toBeLessThan(0.6);
    }
    expect(Object.keys(counts)).toEqual(DIFFICULTIES[task]);
  });
});
