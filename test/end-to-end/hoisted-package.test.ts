import { expect, test } from 'vitest';
import { cloneHoistedPackage } from './package-clone.ts';
import { prouie, run, status } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a copy whose packages npm has put beside it makes rows, finds the start model’s files, and is whole', async () => {
  const caller = { cwd: temporaryFolder(), installation: cloneHoistedPackage() };
  const { summary, stderr } = await run(caller, 'mix/cm3', '--profile', 'tiny');
  expect(summary, stderr).toMatchObject({ failed: 0 });
  const model = (await status(caller, 'model/start', '--profile', 'tiny')).get('model/start');
  expect(model?.status).toBe('stale');
  const { stdout } = await prouie(caller, 'doctor');
  expect(stdout).toMatch(/packages +\d+ of the versions asked for/);
}, 120_000);
