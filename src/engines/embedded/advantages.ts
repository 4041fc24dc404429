/** Advantages of a group of answers to one prompt (Eq. 1 of GRPO): how much better than the group's mean each one is. */
export interface GroupAdvantages {
  readonly mean: number;
  readonly deviation: number;
  /** One an answer; all 0 when all rewards are equal. */
  readonly advantages: readonly number[];
}

/** `normalise` divides by the standard deviation (n - 1 below) plus 1e-6. */
export function groupAdvantages(rewards: readonly number[], normalise: boolean): GroupAdvantages {
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
  const squares = rewards.reduce((sum, reward) => sum + (reward - mean) * (reward - mean), 0);
  const deviation = Math.sqrt(squares / Math.max(1, rewards.length - 1));
  if (deviation < 1e-9) return { mean, deviation: 0, advantages: rewards.map(() => 0) };
  const scale = normalise ? deviation + 1e-6 : 1;
  return { mean, deviation, advantages: rewards.map((reward) => (reward - mean) / scale) };
}
