import { chmodSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../src/random.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { openBench } from './bench.ts';
import { canCompile } from './fault-library.ts';
import { faultSeed } from './sampled-faults.ts';
import { tally } from './tally.ts';

/** Where the files lie that a run reads. */
const FILES = {
  content: /^blobs\//,
  record: /^records\//,
  claim: /attempt\.json$/,
  end: /exit\.json$/,
  state: /^nodes\//,
  graph: /^cache\/graph/,
  digests: /^cache\/files/,
} as const;

type Damage = (content: Buffer, below: (limit: number) => number) => Buffer | string;

const DAMAGES: { readonly [how: string]: Damage } = {
  'cut off': (content, below) => content.subarray(0, below(content.length)),
  empty: () => '',
  'with a bit flipped': (content, below) => {
    const flipped = Buffer.from(content);
    flipped[below(flipped.length)]! ^= 1 << below(8);
    return flipped;
  },
  'that holds something else': () => 'null',
};

const bench = canCompile() ? await openBench(['--set', 'rows=2', '--set', 'columns=3']) : undefined;
const because = bench === undefined ? ' (needs a C compiler on Linux)' : '';

const whole = bench?.folder() ?? '';
/** The same after a run that was killed, so that there are claims that nobody ended. */
const broken = bench?.folder() ?? '';
if (bench !== undefined) {
  await bench.start(whole).ended;
  const killed = bench.start(broken);
  await killed.made(4);
  killed.kill('SIGKILL');
  await killed.ended;
}

describe.skipIf(bench === undefined)(`a file of the store${because}`, () => {
  const cases = (Object.keys(FILES) as (keyof typeof FILES)[]).flatMap((what) =>
    Object.keys(DAMAGES).map((how) => [what, how] as const),
  );
  test.each(cases)('(%s) %s is done without, and what was spoilt is made again', async (what, how) => {
    const random = randomStream('damage', faultSeed(), what, how);
    for (const from of what === 'claim' || what === 'end' ? [whole, broken] : [whole]) {
      const folder = temporaryFolder();
      cpSync(from, folder, { recursive: true });
      const store = join(folder, '.prouie');
      const files = filesIn(store).filter((path) => FILES[what].test(path));
      const path = join(store, files[random.below(files.length)]!);
      chmodSync(path, 0o644);
      writeFileSync(
        path,
        DAMAGES[how]!(readFileSync(path), (limit) => random.below(limit)),
      );
      const differences = await bench!.recover(folder);
      tally(`${what} ${how}`, differences.length === 0);
      expect(differences).toEqual([]);
    }
  });
});

function filesIn(store: string): readonly string[] {
  return readdirSync(store, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(store.length + 1))
    .sort();
}
