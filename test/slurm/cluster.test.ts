import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { hasSlurm, needsSlurm, until } from './workplace.ts';

const cluster = fileURLToPath(new URL('cluster', import.meta.url));

describe.skipIf(!hasSlurm)(`the cluster of the tests${needsSlurm}`, () => {
  test('leaves no process behind when its owner is killed, even where its folder is gone', async () => {
    const folder = temporaryFolder();
    const owner = spawn('sleep', ['600']);
    await execa(cluster, ['start', folder, '--owner', String(owner.pid)], { stdio: 'ignore' });
    expect(await running(folder)).toEqual(['munged', 'slurmctld', 'slurmd']);
    rmSync(folder, { recursive: true, force: true });
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await until(async () => (await running(folder)).length === 0);
  });
});

async function running(folder: string): Promise<readonly string[]> {
  const { stdout } = await execa(cluster, ['status', folder], { reject: false });
  return stdout.split('\n').flatMap((line) => /^(\w+): process/.exec(line)?.[1] ?? []);
}
