import { describe, expect, test } from 'vitest';
import { openBench } from './bench.ts';
import { canCompile } from './fault-library.ts';
import { faultSeed, KILLS, nameDeed, SMALL_QUILT, sampleFaults } from './sampled-faults.ts';
import { survive } from './survival.ts';

/** Of some 1400 writes of 80 kinds; `npm run soak` draws from all of them, and from those of a larger run. */
const SAMPLE = 30;

const bench = canCompile() ? await openBench(SMALL_QUILT) : undefined;
const faults = bench === undefined ? [] : sampleFaults(bench.writes, KILLS, SAMPLE, faultSeed());
const because = bench === undefined ? ' (needs a C compiler on Linux)' : '';

describe.skipIf(bench === undefined)(`a process of a run that is killed${because}`, () => {
  const title = 'leaves nothing half made, and the next run gives what an undisturbed one gives';
  test.each(faults.map(({ kind, fault }) => [nameDeed(fault), kind, fault] as const))(
    `%s %s ${title}`,
    async (_deed, _kind, fault) => {
      const { problems } = await survive(bench!, fault);
      expect(problems).toEqual([]);
    },
  );
});

describe.skipIf(bench === undefined)(`a power cut${because}`, () => {
  test('finds no record whose content was not forced to the disk before it appeared', () => {
    const forced = new Set<string>();
    const named: string[] = [];
    for (const { call, path } of bench!.writes) {
      if (call === 'fsync') forced.add(path);
      if (call !== 'link' || !path.includes('/records/')) continue;
      named.push(...bench!.contentOf(path));
      expect(named.filter((blob) => !forced.has(blob))).toEqual([]);
    }
    expect(named.length).toBeGreaterThan(bench!.nodes);
  });
});
