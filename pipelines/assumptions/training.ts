import { recipeEngines } from '../all-engines.ts';
import type { Profile } from '../profile.ts';
import { type Assumption, unmeasured } from './assumption.ts';

/** How a model learns, as far as Appendix A.3 does not say it. */
export function trainingAssumptions(profile: Profile): readonly Assumption[] {
  const { sft, seeds } = profile;
  return [
    ...(recipeEngines[profile.engine]!.assumptions?.(profile) ?? []),
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
