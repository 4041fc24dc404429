import { ProuieError } from '../errors.ts';
import type { Answer } from './generated-answers.ts';

/**
 * Sees to it that no more answers were cut off by their length than a profile allows: of what was cut in the middle of
 * its JSON nothing can be read, and scores would tell of the limit and not of the model.
 *
 * @param share of all answers that may be cut off, from 0 to 1
 * @throws ProuieError PROUIE_ANSWERS_CUT
 */
export function checkCutAnswers(
  answers: readonly Pick<Answer, 'dataset' | 'finishReason'>[],
  share: number,
): void {
  const cut = answers.filter(({ finishReason }) => finishReason === 'length');
  if (cut.length <= share * answers.length) return;
  const counts = new Map<string, number>();
  for (const { dataset } of cut) counts.set(dataset, (counts.get(dataset) ?? 0) + 1);
  const [[worst, most] = ['', 0]] = [...counts].sort(([, left], [, right]) => right - left);
  throw new ProuieError(
    'PROUIE_ANSWERS_CUT',
    `${cut.length} of ${answers.length} answers reached their limit of tokens and were cut off, which is more than the share ${share} that may be; most of them, ${most}, in ${worst}.`,
    {
      hint: 'Raise `languageModel.generation.maxAnswer`, or `languageModel.cutShare` to score them as they are; the latter asks no model anything again.',
    },
  );
}
