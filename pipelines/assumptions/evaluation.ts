import { type Profile, scorersOf } from '../profile.ts';
import { type Assumption, unmeasured } from './assumption.ts';

/** How answers are scored and tables are filled. */
export function evaluationAssumptions(profile: Profile): readonly Assumption[] {
  const { split, limit, scorer } = profile.evaluation;
  const scorers = scorersOf(profile).filter((name) => name !== scorer);
  return [
    {
      name: 'scorer',
      about: 'evaluation',
      value: scorer,
      alternatives: scorers,
      reason:
        'Span-level micro-F1 is said; case, white space, repeated items, items outside the text and empty answers are not, and the baselines differ in them.',
      setting: 'evaluation.scorer',
      compared: scorers.length === 0 ? null : { by: 'scorer', names: [scorer, ...scorers] },
    },
    unmeasured(
      'trigger',
      'evaluation',
      'event type and trigger must both be right',
      [
        'the trigger alone (identification)',
        'accuracy of the whole answer, as the code of InstructUIE has it',
      ],
      'The caption of Table 3 says identification; the baselines count type and trigger.',
      'evaluation.scorer',
    ),
    unmeasured(
      'argument',
      'evaluation',
      'event type, role and text must be right; the trigger plays no part',
      ['only arguments of events whose trigger is right, as GoLLIE has it'],
      'What an argument is bound to is not said.',
      'evaluation.scorer',
    ),
    unmeasured(
      'ee-column',
      'evaluation',
      'mean argument F1',
      ['mean of trigger and argument F1'],
      'Tables 5 and 7 do not explain it; 61.73 is the mean of Table 4.',
      null,
    ),
    unmeasured(
      'malformed-answers',
      'evaluation',
      'empty answers, counted apart',
      ['one false positive, as InstructUIE has it', 'left out'],
      'Not given.',
      'evaluation.scorer',
    ),
    unmeasured(
      'length-buckets',
      'evaluation',
      profile.assumptions['length-buckets'],
      [profile.assumptions['length-buckets'] === 'cumulative' ? 'disjoint' : 'cumulative'],
      'The buckets of Table 6 fit neither reading of its caption.',
      'assumptions.length-buckets',
    ),
    unmeasured(
      'test-rows',
      'evaluation',
      limit === null ? `all of the ${split} split` : `at most ${limit} of the ${split} split`,
      limit === null ? [] : ['all'],
      'The paper evaluates all; here a limit keeps runs short.',
      'evaluation.limit',
    ),
  ];
}
