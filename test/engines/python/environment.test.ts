import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { findEnvironment } from '../../../src/engines/python/environment.ts';
import {
  ENVIRONMENT_MARKER,
  environmentFolder,
  environmentsFolder,
  interpreterIn,
} from '../../../src/engines/python/environment-folder.ts';
import { ENVIRONMENT_NAMES, environmentSettings } from '../../../src/engines/python/environment-settings.ts';
import { lockVersions } from '../../../src/engines/python/lock-versions.ts';
import { locked } from '../../../src/engines/python/locked.ts';
import { packageRoot } from '../../checks/source-tree.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const LOCKS = join(packageRoot, 'src', 'engines', 'python', 'locks');

function lockText(name: string): string {
  return readFileSync(join(LOCKS, `${name}.txt`), 'utf8');
}

/** A folder of environments with a whole one of that name in it, as far as one can see from outside. */
function rootWith(name: keyof typeof locked): { readonly root: string; readonly python: string } {
  const root = temporaryFolder();
  const folder = environmentFolder(root, name, locked[name].digest);
  const python = interpreterIn(folder);
  mkdirSync(dirname(python), { recursive: true });
  symlinkSync(process.execPath, python);
  writeFileSync(join(folder, ENVIRONMENT_MARKER), JSON.stringify({ schemaVersion: 1, name }));
  return { root, python };
}

describe('the place of a Python environment', () => {
  test('is where `env create` made it, when the profile says nothing', () => {
    const { root, python } = rootWith('sft');
    const place = { name: 'sft', container: [], python, programs: dirname(python) };
    for (const settings of [undefined, {}, { sft: null }, { sft: {} }])
      expect(findEnvironment('sft', settings, { PROUIE_ENVIRONMENTS: root })).toEqual(place);
  });

  test('is missing while it is half made', () => {
    const { root, python } = rootWith('sft');
    writeFileSync(join(dirname(python), '..', ENVIRONMENT_MARKER), '{"schemaV');
    expect(() => findEnvironment('sft', {}, { PROUIE_ENVIRONMENTS: root })).toThrow(
      expect.objectContaining({
        code: 'PROUIE_ENVIRONMENT_MISSING',
        hint: expect.stringContaining('`prouie env create sft`'),
      }),
    );
  });

  test('is the interpreter that the profile names', () => {
    const { python } = rootWith('grpo');
    expect(findEnvironment('grpo', { grpo: { python } }, {})).toMatchObject({
      python,
      programs: dirname(python),
    });
  });

  test.each(['/no/such/python', 'python3'])('is no interpreter that is not there: %s', (python) => {
    expect(() => findEnvironment('sft', { sft: { python } }, {})).toThrow(
      expect.objectContaining({
        code: 'PROUIE_ENVIRONMENT_MISSING',
        message: expect.stringContaining(python),
      }),
    );
  });

  test('may be a container, where the interpreter is a name', () => {
    const container = ['apptainer', 'exec', '--nv', 'image.sif'];
    expect(findEnvironment('easyr1', { easyr1: { container } }, {})).toEqual({
      name: 'easyr1',
      container,
      python: 'python3',
      programs: undefined,
    });
  });

  test('may be what modules of a cluster bring', async () => {
    const place = findEnvironment(
      'sft',
      { sft: { modules: ['python/3.11', 'cuda'], python: 'python3' } },
      {},
    );
    expect(place).toMatchObject({ python: 'python3', programs: undefined });
    // `module` as a cluster's login shells have it.
    const home = temporaryFolder();
    writeFileSync(join(home, '.bash_profile'), 'module() { printf "%s " "$@"; }\n');
    const [file, ...words] = [...place.container, 'echo', 'runs', 'with a blank'];
    const { stdout } = await execa(file!, words, { env: { HOME: home } });
    expect(stdout).toBe('load python/3.11 cuda runs with a blank');
    expect(environmentSettings.safeParse({ sft: { modules: ['cuda; rm x'] } }).success).toBe(false);
  });

  test('may have versions of its own, which are versions', () => {
    const versions = { torch: '2.8.*', python: '>=3.10,<3.13' };
    expect(environmentSettings.safeParse({ sft: { versions } }).success).toBe(true);
    expect(environmentSettings.safeParse({ sft: { versions: { torch: 'newest' } } }).success).toBe(false);
  });

  test('is refused where the profile says it in other words', () => {
    expect(() => findEnvironment('sft', { sft: { setup: ['module load cuda'] } }, {})).toThrow(
      expect.objectContaining({ code: 'PROUIE_ENVIRONMENT_SETTINGS' }),
    );
    expect(environmentSettings.safeParse({ stf: null }).success).toBe(false);
  });

  test('lies in the cache of the user unless a variable says otherwise', () => {
    expect(environmentsFolder({ PROUIE_ENVIRONMENTS: '/disk/envs', HOME: '/home/a' })).toBe('/disk/envs');
    expect(environmentsFolder({ XDG_CACHE_HOME: '/scratch/a', HOME: '/home/a' })).toBe(
      '/scratch/a/prouie/environments',
    );
    expect(environmentsFolder({ XDG_CACHE_HOME: '', HOME: '/home/a' })).toBe(
      '/home/a/.cache/prouie/environments',
    );
  });
});

describe('the locks of environments', () => {
  test('are the ones whose digests and versions the code knows', () => {
    const names = readdirSync(LOCKS).flatMap((file) => (file.endsWith('.txt') ? [file.slice(0, -4)] : []));
    expect(Object.keys(locked)).toEqual(names);
    expect([...ENVIRONMENT_NAMES].sort()).toEqual(names);
    for (const [name, { digest, versions }] of Object.entries(locked)) {
      expect(createHash('sha256').update(lockText(name)).digest('hex')).toBe(digest);
      expect(lockVersions(lockText(name))).toMatchObject(versions);
    }
  });

  test.each(ENVIRONMENT_NAMES)('give every package a hash, and name no index: %s', (name) => {
    const text = lockText(name);
    const packages = text
      .replaceAll(' \\\n', ' ')
      .trim()
      .split('\n')
      .filter((line) => !/^(#|--no-binary )/.test(line));
    expect(packages.length).toBeGreaterThan(50);
    for (const line of packages) expect(line).toMatch(/^[a-z0-9-]+==\S+( +--hash=sha256:[0-9a-f]{64})+$/);
    expect(text).not.toMatch(/https?:|--(index|extra|find)/);
  });

  test('hand models on between trainers that read the same form of them', () => {
    const [sft, easyr1] = [lockVersions(lockText('sft')), lockVersions(lockText('easyr1'))];
    expect(sft['transformers']).toMatch(/^4\./);
    expect(easyr1['transformers']).toMatch(/^4\./);
    expect(easyr1['omegaconf']).toMatch(/^2\.3\./);
  });
});
