import { describe, expect, test } from 'vitest';
import { openBench } from './bench.ts';
import { canCompile, type Fault } from './fault-library.ts';
import { ERRORS, faultSeed, nameDeed, SMALL_QUILT, sampleFaults } from './sampled-faults.ts';
import { survive } from './survival.ts';

/** Of some 1400 writes of 80 kinds; `npm run soak` draws from all of them, and from those of a larger run. */
const SAMPLE = 18;

const bench = canCompile() ? await openBench(SMALL_QUILT) : undefined;
const faults = bench === undefined ? [] : sampleFaults(bench.writes, ERRORS, SAMPLE, faultSeed());
const because = bench === undefined ? ' (needs a C compiler on Linux)' : '';

describe.skipIf(bench === undefined)(`a disk that gets full while a file is written${because}`, () => {
  test.each([
    ['content', 'worker write .prouie/temporary/blob.*'],
    ['a record', 'controller write .prouie/records/*.json.*'],
    ['a log', 'worker write .prouie/work/*/*/log.txt'],
    ['a claim', 'controller write .prouie/work/*/*/attempt.json.*'],
    ['an event', 'controller write .prouie/events/*.jsonl'],
    ['the state', 'controller write .prouie/nodes/quilt/quick.json.*'],
  ])('(%s) ends the run in words, and once there is room the next run completes it', async (_what, kind) => {
    const writes = bench!.writes.filter((write) => write.kind === kind);
    const { role, at } = writes[Math.floor(writes.length / 2)]!;
    const fault: Fault = { role, at, deed: 'ENOSPC', lasting: true };
    expect((await survive(bench!, fault)).problems).toEqual([]);
  });
});

describe.skipIf(bench === undefined)(`a folder that a broken disk does not make${because}`, () => {
  test.each([
    'controller mkdir .prouie/events',
    'controller mkdir .prouie/work/*/*',
    'controller mkdir results/quick',
    'worker mkdir .prouie/blobs/*',
    'worker mkdir .prouie/work/*/*/output-folder',
    'worker mkdir .prouie/work/*/*/output-folder/deep',
  ])(
    'is the store’s failure, and neither the step’s nor that of who takes folders away (%s)',
    async (folder) => {
      const { role, at } = bench!.writes.find(({ kind }) => kind === folder)!;
      expect((await survive(bench!, { role, at, deed: 'EIO' })).problems).toEqual([]);
    },
  );
});

describe.skipIf(bench === undefined)(`a write that fails${because}`, () => {
  const title = 'ends in words and not in a bug, and the next run gives what an undisturbed one gives';
  test.each(faults.map(({ kind, fault }) => [nameDeed(fault), kind, fault] as const))(
    `with %s %s ${title}`,
    async (_deed, _kind, fault) => {
      const { problems } = await survive(bench!, fault);
      expect(problems).toEqual([]);
    },
  );
});
