// The reward against a plain Python version of it (bench/scoring/reward.py), on the same outputs and with equal results.
import { short } from '../outcome.mjs';
import { makeRows } from './data.mjs';
import { alternatePasses, ours, python, writeLines } from './programs.mjs';

const FACTOR = 10;
const TOLERANCE = 1e-9;
const SIZE = short ? 5_000 : 20_000;

export function compareRewards() {
  const compared = ['ner', 're', 'ee'].map(compareTask);
  return {
    tables: [
      {
        title: `Rewards of ${SIZE} outputs, in one process`,
        columns: ['task', 'prouie, us an output', 'Python, us an output', 'x', 'largest difference', 'mean'],
        rows: compared.map(({ row }) => row),
      },
    ],
    goals: short ? [] : compared.map(({ goal }) => goal),
  };
}

function compareTask(task) {
  const file = writeLines(
    `rewards-${task}.jsonl`,
    makeRows(task, SIZE, 1, 2).map(({ example, output }) => ({ ...example, output })),
  );
  const { prouie, plain } = alternatePasses(
    {
      prouie: ours('rewards', file, short ? 9 : 15),
      plain: python('reward_passes.py', task, file, short ? 2 : 3),
    },
    short ? 1 : 3,
  );
  const differences = plain.made.rewards.map((value, at) => Math.abs(value - prouie.made.rewards[at]));
  const largest = Math.max(...differences);
  if (!(largest <= TOLERANCE)) throw new Error(`${task}: rewards differ by ${largest}`);
  const mean = plain.made.rewards.reduce((sum, value) => sum + value, 0) / SIZE;
  const value = plain.seconds / prouie.seconds;
  return {
    row: [
      task,
      (1e6 * prouie.seconds) / SIZE,
      (1e6 * plain.seconds) / SIZE,
      value,
      largest.toExponential(1),
      mean,
    ],
    goal: { what: `rewards a second, ${task}, against plain Python`, value, atLeast: FACTOR },
  };
}
