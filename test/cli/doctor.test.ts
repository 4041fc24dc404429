import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedWorkplace } from './workplace.ts';

interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly found: string;
  readonly advice: string | null;
}

describe('doctor', () => {
  const place = sharedWorkplace();

  test('finds this machine fit, with advice for everything that is not well', async () => {
    const { code, stdout } = await place.bare('doctor', '--json');
    expect(code).toBe(0);
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: readonly Check[] };
    expect(ok).toBe(true);
    for (const { status, advice } of checks) expect(advice === null).toBe(status === 'ok');
    const names = [
      'node',
      'platform',
      'open files',
      'store',
      'space',
      'clock',
      'code cache',
      'packages',
      'esbuild',
      'duckdb',
      'apache-arrow',
      'git',
      'python3',
    ];
    expect(checks.map((check) => check.name)).toEqual(names);
    for (const name of ['store', 'packages', 'esbuild', 'duckdb', 'apache-arrow', 'code cache']) {
      expect(checks.find((check) => check.name === name)).toMatchObject({ status: 'ok' });
    }
  });

  test('leaves nothing behind', async () => {
    expect((await place.bare('doctor')).stdout).toMatch(/^ok {4}node {10}v/);
    expect((await place.bare('gc')).stderr).toContain('PROUIE_STORE_MISSING');
  });

  test('fails where the store cannot be, and says what to do', async () => {
    mkdirSync(join(place.folder, 'closed'));
    writeFileSync(join(place.folder, 'closed', 'file'), '');
    const { code, stdout } = await place.bare('doctor', '--store', join(place.folder, 'closed', 'file'));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail {2}store .*ENOTDIR.*\n +Point PROUIE_STORE \(or --store\) at a folder/m);
  });

  test('names the Python environments of a profile that are not there, and how to make them', async () => {
    process.env['PROUIE_ENVIRONMENTS'] = join(place.folder, 'environments');
    const { code, stdout } = await place.bare(
      'doctor',
      '--profile',
      'paper',
      '--set',
      'executor={kind: pool}',
      '--json',
    );
    delete process.env['PROUIE_ENVIRONMENTS'];
    expect(code).toBe(0);
    const { checks } = JSON.parse(stdout) as { checks: readonly Check[] };
    const found = checks.filter(({ name }) => name.startsWith('python '));
    expect(found.map(({ name, status }) => [name, status])).toEqual([
      ['python sft', 'warn'],
      ['python predict', 'warn'],
      ['python easyr1', 'warn'],
    ]);
    expect(found[0]!.advice).toContain('`prouie env create sft`');
  });
});
