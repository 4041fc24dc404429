import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageRoot, pipelines, prouie, run } from '../end-to-end/prouie.ts';
import { digestsIn } from '../end-to-end/store-files.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { tally } from './tally.ts';

const pipeline = join(pipelines, 'parcels.ts');
const flags = ['--pipeline', pipeline, '--set', 'bytes=500'];

test.each([20, 24, 28, 32, 40])(
  'a run that may open %i files ends in words or well, and the next run completes it',
  async (handles) => {
    const cwd = temporaryFolder();
    const words = [process.execPath, join(packageRoot, 'bin/prouie.js'), 'run', '--jobs', '2', ...flags];
    const limited = await execa('sh', ['-c', `ulimit -n ${handles}; exec "$@"`, 'sh', ...words], {
      cwd,
      reject: false,
      timeout: 60_000,
    });
    expect(limited.timedOut).toBe(false);
    expect(limited.stderr).not.toContain('PROUIE_BUG');
    if (limited.exitCode !== 0) expect(limited.stderr).toMatch(/PROUIE_\w+|EMFILE|too many open files/i);

    expect((await run({ cwd }, ...flags)).code).toBe(0);
    const undisturbed = temporaryFolder();
    await run({ cwd: undisturbed }, ...flags);
    expect(digestsIn(join(cwd, '.prouie'), pipeline)).toEqual(
      digestsIn(join(undisturbed, '.prouie'), pipeline),
    );
    expect((await prouie({ cwd }, 'verify')).code).toBe(0);
    tally('too few file handles', true);
  },
);
