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
    const folder = bench!.folder();
    const writes = bench!.writes.filter((write) => write.kind === kind);
    const { role, at } = writes.at(-1)!;
    await bench!.startDisturbed(folder, { role, at, deed: 'kill' }).ended;
    expect(leftovers(folder)).not.toEqual([]);
    expect(await bench!.recover(folder)).toEqual([]);
    expect((await prouie({ cwd: folder }, 'gc', '--apply')).code).toBe(0);
    expect(leftovers(folder)).toEqual([]);
    expect(bench!.inspect(folder)).toEqual([]);
    tally('leftovers of a crash', true);
  });
});

/** Files that are only there for a moment. */
function leftovers(folder: string): readonly string[] {
  const names = readdirSync(join(folder, '.prouie'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.tmp$|\.alive$|^temporary\/./.test(name) && !name.startsWith('work/'));
}
