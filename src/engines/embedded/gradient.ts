/** The gradient of the loss with respect to the logits of a decision. */
import { type Decision, softmax } from './decision.ts';

/**
 * Gradient of - sum over walks of coefficient · log p(class) + weight · visits · KL(p ‖ q), with q the softmax of
 * `reference`. Written over `gradient`; `reference` is used up. Returns KL(p ‖ q) in nats.
 */
export function logitGradient(
  decision: Decision,
  gradient: number[],
  reference: number[] | undefined,
  weight: number,
): number {
  const { probabilities, rewards, rewardSum, logits } = decision;
  const size = logits.length;
  for (let index = 0; index < size; index++) {
    gradient[index] = rewardSum * probabilities[index]! - rewards[index]!;
  }
  if (reference === undefined) return 0;
  const difference = logits.map((logit, index) => logit - reference[index]!);
  const shift = decision.logPartition - softmax(reference);
  let divergence = -shift;
  for (let index = 0; index < size; index++) divergence += probabilities[index]! * difference[index]!;
  const scale = weight * decision.visits;
  for (let index = 0; index < size; index++) {
    const excess = difference[index]! - shift - divergence;
    gradient[index] = gradient[index]! + scale * probabilities[index]! * excess;
  }
  return divergence;
}
