import type { Profile } from '../profile.ts';
import { type Assumption, unmeasured } from './assumption.ts';

/** What the engine built in chooses. */
export function embeddedAssumptions({ sft, grpo }: Profile): readonly Assumption[] {
  const notGiven =
    'Not given; the value is one of the embedded engine, and says nothing of a language model.';
  return [
    unmeasured('sft.learningRate', 'training', String(sft.learningRate), [], notGiven, 'sft.learningRate'),
    unmeasured('grpo.learningRate', 'training', String(grpo.learningRate), [], notGiven, 'grpo.learningRate'),
    unmeasured(
      'grpo.klCoefficient',
      'training',
      String(grpo.klCoefficient),
      ['0: no KL term'],
      'Not given, and not whether there is a KL term.',
      'grpo.klCoefficient',
    ),
    unmeasured(
      'grpo.temperature',
      'training',
      String(grpo.temperature),
      ['1'],
      'Not given.',
      'grpo.temperature',
    ),
  ];
}
