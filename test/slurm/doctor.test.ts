import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { prouie } from '../end-to-end/prouie.ts';
import {
  type Cluster,
  hasSlurm,
  needsSlurm,
  openWorkplace,
  replaceProgram,
  startCluster,
  type Workplace,
} from './workplace.ts';

interface Check {
  readonly name: string;
  readonly status: string;
  readonly found: string;
}

async function examine({
  caller,
  flags,
}: Workplace): Promise<{ readonly code: number | undefined; readonly checks: readonly Check[] }> {
  const { code, stdout, stderr } = await prouie(caller, 'doctor', '--json', ...flags);
  if (stdout === '') throw new Error(stderr);
  return { code, checks: (JSON.parse(stdout) as { readonly checks: readonly Check[] }).checks };
}

function find(checks: readonly Check[], name: string): Check | undefined {
  return checks.find((check) => check.name === name || check.name.startsWith(`${name} on `));
}

describe.skipIf(!hasSlurm)(`doctor --profile${needsSlurm}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });

  test('says what the partition has and what a machine of the cluster sees, and leaves nothing behind', async () => {
    const place = await openWorkplace(cluster, {});
    const { checks } = await examine(place);
    expect(find(checks, 'cluster')?.status).toBe('ok');
    expect(find(checks, 'partition')).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(/^main with gpu:8/),
    });
    expect(find(checks, 'Node')).toMatchObject({ status: 'ok', found: process.version });
    for (const name of ['job', 'package', 'store']) expect(find(checks, name)?.status).toBe('ok');
    expect(find(checks, 'space')?.found).toMatch(/free/);
    expect(find(checks, 'Python')).toBeDefined();
    expect(readdirSync(join(place.store, 'jobs'))).toEqual([]);
  });

  test('fails on a partition that is not there, and names those that are', async () => {
    const place = await openWorkplace(cluster, {}, ['executor.partition=gpus']);
    const { stdout, code } = await prouie(place.caller, 'doctor', ...place.flags);
    expect(code).toBe(1);
    expect(stdout).toMatch(/fail +partition +gpus\n.*main, urgent/);
  });

  test('fails where Node does not run on the cluster', async () => {
    const place = await openWorkplace(cluster, {}, ['executor.node=/nowhere/node']);
    const { code, checks } = await examine(place);
    expect(code).toBe(1);
    expect(find(checks, 'Node')?.status).toBe('fail');
  });

  test('fails where no cluster answers', async () => {
    const { PATH } = replaceProgram(
      'sinfo',
      'echo "sinfo: error: Unable to contact slurm controller" >&2; exit 1',
    );
    const place = await openWorkplace(cluster, {}, [], { env: { PATH } });
    const { code, checks } = await examine(place);
    expect(code).toBe(1);
    expect(find(checks, 'cluster')).toMatchObject({
      status: 'fail',
      found: expect.stringMatching(/Unable to contact/),
    });
  });
});
