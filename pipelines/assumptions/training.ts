import type { Profile } from '../profile.ts';
import { type Assumption, unmeasured } from './assumption.ts';
import { languageModelAssumptions } from './language-model.ts';

/** How a model learns, as far as Appendix A.3 does not say it. */
export function trainingAssumptions(profile: Profile): readonly Assumption[] {
  const { sft, seeds } = profile;
  return [
    ...(profile.engine === 'embedded' ? embeddedAssumptions(profile) : languageModelAssumptions(profile)),
    unmeasured(
      'grpo.advantages',
      'training',
      "divided by the group's standard deviation",
      ["the group's mean subtracted alone"],
      'The paper says group-relative advantages; EasyR1, which it uses, divides.',
      null,
    ),
    unmeasured(
      'sft.control-epochs',
      'training',
      String(sft.epochs.control),
      [],
      'The control `sft-control` trains on the rows of DE; it is not in the paper.',
      'sft.epochs.control',
    ),
    unmeasured(
      'seeds',
      'training',
      seeds.join(', '),
      ['several, and their mean'],
      'All results of the paper are from a single run, of a seed that is not given.',
      'seeds',
    ),
  ];
}

function embeddedAssumptions({ sft, grpo }: Profile): readonly Assumption[] {
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
