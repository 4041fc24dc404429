import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { prouie } from '../end-to-end/prouie.ts';
import { openBench } from './bench.ts';
import { canCompile } from './fault-library.ts';
import { tally } from './tally.ts';

const bench = canCompile() ? await openBench(['--set', 'rows=2', '--set', 'columns=3']) : undefined;
const because = bench === undefined ? ' (needs a C compiler on Linux)' : '';

describe.skipIf(bench === undefined)(`what a crash left${because}`, () => {
  test.each([
    ['content on its way', 'worker rename .prouie/blobs/*'],
    ['a record on its way', 'controller link .prouie/records/*.json'],
    ['a state on its way', 'controller rename .prouie/nodes/quilt/quick.json'],
    ['a sign of life', 'controller unlink .prouie/temporary/run-*.alive'],
  ])("(%s) is in nobody's way, and gc takes it away", async (_what, kind) => {
    const folder = await leaveSomething(kind);
    expect(leftovers(folder)).not.toEqual([]);
    expect(await bench!.recover(folder)).toEqual([]);
    expect((await prouie({ cwd: folder }, 'gc', '--apply')).code).toBe(0);
    expect(leftovers(folder)).toEqual([]);
    expect(bench!.inspect(folder)).toEqual([]);
    tally('leftovers of a crash', true);
  });
});

/**
 * A run that was killed at a write of this kind. Writes of all workers are counted together, so that now and then another
 * one has that number, which leaves nothing: then it is one earlier.
 */
async function leaveSomething(kind: string): Promise<string> {
  const writes = bench!.writes.filter((write) => write.kind === kind);
  for (const { role, at } of writes.toReversed().slice(0, 5)) {
    const folder = bench!.folder();
    await bench!.startDisturbed(folder, { role, at, deed: 'kill' }).ended;
    if (leftovers(folder).length > 0) return folder;
  }
  throw new Error(`No kill at "${kind}" left anything.`);
}

/** Files that are only there for a moment. */
function leftovers(folder: string): readonly string[] {
  const names = readdirSync(join(folder, '.prouie'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.tmp$|\.alive$|^temporary\/./.test(name) && !name.startsWith('work/'));
}
