import type { Assumption } from './assumptions/assumption.ts';
import { dataAssumptions } from './assumptions/data.ts';
import { evaluationAssumptions } from './assumptions/evaluation.ts';
import { rewardAssumptions } from './assumptions/reward.ts';
import { answerAssumptions, targetAssumptions } from './assumptions/targets.ts';
import { trainingAssumptions } from './assumptions/training.ts';
import type { Profile } from './profile.ts';

/** Every choice that the paper forces on whoever repeats it, by what it is about. */
export function listAssumptions(profile: Profile): readonly Assumption[] {
  return [
    ...dataAssumptions(profile),
    ...targetAssumptions(profile),
    ...answerAssumptions(),
    ...trainingAssumptions(profile),
    ...rewardAssumptions(profile),
    ...evaluationAssumptions(profile),
  ];
}
