import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Random, randomStream } from '../../src/random.ts';
import { type Bench, openBench } from './bench.ts';
import { ERRORS, KILLS, nameDeed, sampleFaults } from './sampled-faults.ts';
import { survive } from './survival.ts';
import { tally } from './tally.ts';

const minutes = Number(process.env['PROUIE_SOAK_MINUTES'] ?? 30);
const seed = Number(process.env['PROUIE_FAULT_SEED'] ?? 1);
/** How many stores are disturbed at the same time. */
const LANES = 2;

test(`${minutes} minutes of faults drawn from the seed ${seed} make no difference`, {
  timeout: (minutes + 10) * 60_000,
}, async () => {
  const bench = await openBench();
  const end = Date.now() + minutes * 60_000;
  const differences: string[] = [];
  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    for (let round = 0; Date.now() < end; round++) {
      const random = randomStream('soak', seed, lane, round);
      const { told, problems } = await disturb(bench, random);
      if (problems.length > 0)
        differences.push(`lane ${lane}, round ${round}: ${told}: ${problems.join('\n')}`);
    }
  });
  await Promise.all(lanes);
  expect(differences).toEqual([]);
});

interface Round {
  readonly told: string;
  readonly problems: readonly string[];
}

/** One store that is disturbed once or several times, at drawn writes or at drawn times, by one run or by several. */
function disturb(bench: Bench, random: Random): Promise<Round> {
  return random.below(4) === 0 ? disturbAtTimes(bench, random) : disturbAtWrites(bench, random);
}

async function disturbAtWrites(bench: Bench, random: Random): Promise<Round> {
  const ways = random.below(2) === 0 ? KILLS : ERRORS;
  const drawn = sampleFaults(bench.writes, ways, 1 + random.below(3), random.below(2 ** 31));
  const { problems } = await survive(bench, ...drawn.map(({ fault }) => fault));
  return {
    told: drawn.map(({ fault, kind }) => `${nameDeed(fault)} ${kind} ${fault.at}`).join(', '),
    problems,
  };
}

async function disturbAtTimes(bench: Bench, random: Random): Promise<Round> {
  const folder = bench.folder();
  const told: string[] = [];
  for (let times = 1 + random.below(3); times > 0; times--) {
    const runs = Array.from({ length: 1 + random.below(3) }, () => bench.start(folder));
    const count = random.below(bench.nodes);
    told.push(`one of ${runs.length} killed after ${count}`);
    await runs[0]!.made(count);
    runs[0]!.kill('SIGKILL');
    await Promise.all(runs.map(({ ended }) => ended));
  }
  const problems = [...bench.inspect(folder), ...(await bench.recover(folder))];
  tally('kill at any time', problems.length === 0);
  rmSync(folder, { recursive: true });
  return { told: told.join(', '), problems };
}
