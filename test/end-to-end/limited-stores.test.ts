import { chmodSync, chownSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { namesWith, packageRoot, pipelines, prouie, run, status } from './prouie.ts';
import { canMount, mountSmallDisk } from './small-disk.ts';
import { digestsIn, treeOf } from './store-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const pipeline = join(pipelines, 'parcels.ts');
const parcels = (bytes: number): string[] => ['--pipeline', pipeline, '--set', `bytes=${bytes}`];
const mountable = canMount();
const because = mountable ? '' : ' (needs the right to mount file systems)';

describe.skipIf(!mountable)(`a store on a full disk${because}`, () => {
  test('ends the run with advice and nothing half written, and with more space the next run completes', async () => {
    const cwd = temporaryFolder();
    const disk = mountSmallDisk(2048);
    const store = join(disk.folder, 'store');
    const flags = [...parcels(100_000), '--store', store];
    const full = await prouie({ cwd }, 'run', '--jobs', '2', ...flags);
    expect([1, 2]).toContain(full.code);
    expect(full.stderr).toContain('PROUIE_STORE_FULL');
    expect(full.stderr).toContain('no space left on the device');
    expect(full.stderr).toContain('prouie gc');
    expect(full.stderr).not.toContain('PROUIE_BUG');
    expect(full.stderr).not.toMatch(/^\s+at .+\.js:\d+/m);
    expect(unfinishedFiles(store)).toEqual([]);
    expect((await prouie({ cwd }, 'verify', '--store', store)).code).toBe(0);

    disk.resize(16_384);
    const rest = await run({ cwd }, ...flags);
    expect(rest.code).toBe(0);
    expect(rest.summary.fresh).toBeGreaterThan(0);
    expect(rest.summary.ran).toBeGreaterThan(0);
    expect(rest.summary.ran + rest.summary.fresh).toBe(9);
    const undisturbed = temporaryFolder();
    await run({ cwd: undisturbed }, ...parcels(100_000));
    expect(digestsIn(store, pipeline)).toEqual(digestsIn(join(undisturbed, '.prouie'), pipeline));
    expect((await prouie({ cwd }, 'verify', '--store', store)).code).toBe(0);
  });

  test.each([16, 48])('of %i kB says so at whatever it writes first', async (kilobytes) => {
    const cwd = temporaryFolder();
    const disk = mountSmallDisk(kilobytes);
    const full = await prouie({ cwd }, 'run', ...parcels(20_000), '--store', join(disk.folder, 'store'));
    expect([1, 2]).toContain(full.code);
    expect(full.stderr).toContain('PROUIE_STORE_FULL');
    expect(full.stderr).not.toContain('PROUIE_BUG');
    expect(full.stderr).not.toMatch(/^\s+at .+\.js:\d+/m);
  });
});

describe.skipIf(!mountable)(`a store that may only be read${because}`, () => {
  test('serves readers, lets a run with nothing to do pass, and refuses one with something to do', async () => {
    const cwd = temporaryFolder();
    const disk = mountSmallDisk(4096);
    const flags = [...parcels(100), '--store', disk.folder];
    await run({ cwd }, ...flags);
    disk.setReadOnly(true);
    const before = treeOf(disk.folder);
    expect((await run({ cwd }, ...flags)).summary).toMatchObject({ ran: 0, fresh: 9 });
    expect(namesWith(await status({ cwd }, ...flags), 'fresh')).toHaveLength(9);

    const other = [...parcels(101), '--store', disk.folder];
    expect(namesWith(await status({ cwd }, ...other), 'stale')).toEqual(['parcel/0']);
    const refused = await prouie({ cwd }, 'run', ...other);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('PROUIE_STORE_READ_ONLY');
    expect(refused.stderr).toContain('the file system is read-only');
    expect(refused.stderr).toContain('Choose a folder that can be written: PROUIE_STORE or --store');
    expect(treeOf(disk.folder)).toEqual(before);
    disk.setReadOnly(false);
    expect((await run({ cwd }, ...other)).code).toBe(0);
  });
});

describe.skipIf(!mountable)(`a shared store that may only be read${because}`, () => {
  test('gives what is there, and says to who pushes that it is read-only and what to do', async () => {
    const cwd = temporaryFolder();
    const disk = mountSmallDisk(4096);
    const env = { PROUIE_REMOTE: disk.folder };
    await run({ cwd, env }, '--push', ...parcels(100));
    disk.setReadOnly(true);
    const before = treeOf(disk.folder);

    const pulled = await prouie({ cwd: temporaryFolder(), env }, 'pull', ...parcels(100));
    expect(pulled).toMatchObject({ code: 0, stdout: expect.stringMatching(/^pulled 9 results/) });
    const reader = { cwd: temporaryFolder(), env };
    expect((await run(reader, ...parcels(100))).summary).toMatchObject({ ran: 0, fresh: 9, pulled: 9 });

    expect((await run(reader, ...parcels(101))).summary).toMatchObject({ failed: 0 });
    const refused = await prouie(reader, 'push', ...parcels(101));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/PROUIE_REMOTE_DENIED: The shared store: .+ is read-only\./);
    expect(refused.stderr).toContain('It can be read from; to push, mount it writable.');
    expect(treeOf(disk.folder)).toEqual(before);
  });

  test('does not fail a run that was told to push: it warns once, and all is made', async () => {
    const cwd = temporaryFolder();
    const disk = mountSmallDisk(4096);
    disk.setReadOnly(true);
    const made = await run({ cwd, env: { PROUIE_REMOTE: disk.folder } }, '--push', ...parcels(100));
    expect(made).toMatchObject({ code: 0, summary: { ran: 9, failed: 0, pushed: 0 } });
    const warnings = made.events.filter((event) => event.type === 'warning');
    expect(warnings).toMatchObject([{ code: 'PROUIE_REMOTE_DENIED' }]);
  });
});

const NOBODY = 65534;
const installed = await prouie({ cwd: packageRoot, user: NOBODY }, '--version').then(
  ({ code }) => code === 0 && process.getuid?.() === 0,
  () => false,
);
const asRoot = installed ? '' : ' (needs root, and an installation that others may read)';

describe.skipIf(!installed)(`what belongs to somebody else${asRoot}`, () => {
  test('a store serves readers, lets a run with nothing to do pass, and refuses one with something to do', async () => {
    const cwd = temporaryFolder();
    chmodSync(cwd, 0o755);
    await run({ cwd }, ...parcels(100));
    const other = { cwd, user: NOBODY };
    const before = treeOf(cwd);
    expect((await run(other, ...parcels(100))).summary).toMatchObject({ ran: 0, fresh: 9 });
    expect(namesWith(await status(other, ...parcels(101)), 'stale')).toEqual(['parcel/0']);
    const refused = await prouie(other, 'run', ...parcels(101));
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/PROUIE_STORE_READ_ONLY: Cannot write .+: permission is denied\./);
    expect(treeOf(cwd)).toEqual(before);
  });

  test('an installation runs what it compiled before, and says where it wants to write for anything else', async () => {
    const cwd = temporaryFolder();
    chownSync(cwd, NOBODY, NOBODY);
    await prouie({ cwd }, 'status', ...parcels(100));
    const other = { cwd, user: NOBODY };
    expect((await run(other, ...parcels(100))).summary).toMatchObject({ ran: 9, failed: 0 });
    writeFileSync(
      join(cwd, 'mine.ts'),
      `export const pipeline = () => [];\n// ${cwd}\nexport const x = '${cwd}';\n`,
    );
    const refused = await prouie(other, 'run', '--pipeline', 'mine.ts');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('PROUIE_CODE_CACHE');
    expect(refused.stderr).toContain('node_modules/.cache');
  });
});

function unfinishedFiles(store: string): string[] {
  return readdirSync(store, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));
}
