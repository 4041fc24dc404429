import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { digestOfFile } from '../../src/identity/digest.ts';
import { listBlobs, listRecords } from '../../src/store/listing.ts';
import { Store } from '../../src/store/store.ts';
import { clonePackage } from './package-clone.ts';
import { asRun, eventsOf, packageRoot, pipelines, prouie, type Run, run } from './prouie.ts';
import { FEW_DATASETS, fewDatasets, smallRecipe } from './small-recipe.ts';
import { temporaryFolder } from './temporary-folder.ts';

const LETTERS = ['--pipeline', 'recipes/letters.ts', 'letters', 'sorted', 'total', 'table', 'model'];
const RECIPE = [...smallRecipe, ...fewDatasets];
/** Data, mixtures, and the requests of the first stage with all that they need. */
const CHEAP = [`data/{${FEW_DATASETS.join()}}`, 'mix/*', 'render/cm*', ...RECIPE];

/** Somebody with a clone, a language, a time zone and a umask of their own. */
interface Person {
  readonly clone: string;
  readonly user: number;
  readonly umask: string;
  readonly env: Readonly<Record<string, string>>;
  readonly store: Store;
}

function meet(user: number, umask: string, env: Person['env']): Person {
  const clone = clonePackage();
  cpSync(join(packageRoot, 'test/recipes'), join(clone, 'recipes'), { recursive: true });
  chmodSync(clone, 0o755);
  spawnSync('chown', ['-R', `${user}:${user}`, clone]);
  return { clone, user, umask, env, store: new Store(join(clone, '.prouie')) };
}

/** Calls `prouie` in somebody's clone, as that user. */
function call(person: Person, remote: string, ...words: readonly string[]) {
  const { clone, user, umask, env } = person;
  const { status, stdout, stderr } = spawnSync(
    'setpriv',
    [
      ...[`--reuid=${user}`, `--regid=${user}`, '--clear-groups'],
      ...['sh', '-c', `umask ${umask}; exec "$@"`, 'sh', process.execPath, 'bin/prouie.js', ...words],
    ],
    {
      cwd: clone,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      env: { PATH: process.env['PATH'], HOME: clone, PROUIE_REMOTE: remote, ...env },
    },
  );
  return { code: status ?? undefined, signal: undefined, stdout, stderr };
}

function contentsOf(store: Store): readonly string[] {
  return [...listRecords(store).map(({ key, path }) => `${key} ${digestOfFile(path)}`), ...listBlobs(store)];
}

const isRoot = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;

describe.skipIf(!isRoot)('two people with clones of their own (needs root)', () => {
  let ada: Person;
  let ben: Person;
  let shared: string;
  beforeAll(() => {
    ada = meet(0, '077', { TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8', USER: 'ada' });
    ben = meet(65534, '022', { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'C', USER: 'ben' });
    shared = temporaryFolder();
    chmodSync(shared, 0o2777);
  }, 120_000);

  test.each([
    ['a small pipeline', LETTERS],
    ['the cheap part of the quick profile', CHEAP],
  ])(
    'make %s with the same keys and digests, wherever, whoever and whenever they are',
    (_what, words) => {
      for (const { clone } of [ada, ben]) rmSync(join(clone, '.prouie'), { recursive: true, force: true });
      for (const person of [ada, ben]) expect(call(person, '', 'run', ...words)).toMatchObject({ code: 0 });
      expect(contentsOf(ben.store)).toEqual(contentsOf(ada.store));
      expect(listRecords(ada.store).length).toBeGreaterThan(4);
    },
    240_000,
  );

  test('share: the second runs nothing, as all comes from what the first pushed', () => {
    const pushed = call(ada, shared, 'push', '--json', ...RECIPE);
    expect(pushed).toMatchObject({ code: 0 });
    expect(JSON.parse(pushed.stdout)).toMatchObject({ unequal: [], blocked: [] });
    rmSync(join(ben.clone, '.prouie'), { recursive: true });
    const one = asRun(call(ben, shared, 'run', '--json', ...CHEAP));
    expect(one.made).toEqual([]);
    expect(one.summary).toMatchObject({ ran: 0, failed: 0, skipped: 0 });
    expect(one.summary.pulled).toBe(one.summary.fresh);
    expect(contentsOf(ben.store)).toEqual(contentsOf(ada.store));
    expect(call(ben, '', 'verify').code).toBe(0);
  }, 240_000);

  test('may both push to one folder, whatever their umasks', () => {
    const both = temporaryFolder();
    chmodSync(both, 0o2777);
    expect(call(ada, both, 'push', ...RECIPE).code).toBe(0);
    expect(call(ben, both, 'run', '--push', ...LETTERS)).toMatchObject({ code: 0 });
    expect(call(ada, both, 'pull', '-n', '--json', ...LETTERS).code).toBe(0);
    expect(listRecords(new Store(both)).length).toBeGreaterThan(listRecords(ada.store).length);
  }, 120_000);
});

describe('a run beside a shared store', () => {
  const flags = (side: string) => ['--pipeline', join(pipelines, 'counted.ts'), '--set', `side=${side}`];

  async function pushed(): Promise<{ readonly remote: string; readonly words: readonly string[] }> {
    const [cwd, remote] = [temporaryFolder(), temporaryFolder()];
    const words = flags(join(cwd, 'side'));
    const made = await run({ cwd, env: { PROUIE_REMOTE: remote } }, '--push', ...words);
    expect(made.summary).toMatchObject({ ran: 12, pulled: 0, pushed: 12 });
    return { remote, words };
  }

  test('is refused with --push where no shared store is named, be anything stale or not', async () => {
    const caller = { cwd: temporaryFolder(), env: { PROUIE_REMOTE: '' } };
    const words = flags(join(caller.cwd, 'side'));
    const refused = { code: 2, stderr: expect.stringContaining('Set PROUIE_REMOTE to a directory') };
    expect(await prouie(caller, 'run', '--push', ...words)).toMatchObject(refused);
    expect((await prouie(caller, 'run', ...words)).code).toBe(0);
    expect(await prouie(caller, 'run', '--push', ...words)).toMatchObject(refused);
  }, 120_000);

  function warningsOf({ events }: Run): readonly string[] {
    return events.flatMap((event) => (event.type === 'warning' ? [event.code] : []));
  }

  test('takes from it what was pushed by another, and tells where it came from', async () => {
    const { remote, words } = await pushed();
    const cwd = temporaryFolder();
    const second = await run({ cwd, env: { PROUIE_REMOTE: remote } }, ...words);
    expect(second.summary).toMatchObject({ ran: 0, fresh: 12, pulled: 12 });
    expect(eventsOf(second).filter((event) => event.type === 'fresh' && event.from === remote)).toHaveLength(
      12,
    );
    const third = await run({ cwd, env: { PROUIE_REMOTE: remote } }, ...words);
    expect(third.summary).toMatchObject({ ran: 0, fresh: 12 });
  });

  test('makes what is spoilt there, and warns of its place', async () => {
    const { remote, words } = await pushed();
    const [record] = listRecords(new Store(remote));
    chmodSync(record!.path, 0o644);
    writeFileSync(record!.path, '{');
    const second = await run({ cwd: temporaryFolder(), env: { PROUIE_REMOTE: remote } }, ...words);
    expect(second.summary).toMatchObject({ ran: 1, fresh: 11, failed: 0 });
    expect(warningsOf(second)).toEqual(['PROUIE_REMOTE_BROKEN']);
    expect(second.events.find((event) => event.type === 'warning')).toMatchObject({
      location: { file: record!.path },
    });
  });

  test.each([
    ['is not there', (place: string) => rmSync(place, { recursive: true }), 'PROUIE_REMOTE_MISSING'],
    [
      'is a file',
      (place: string) => {
        rmSync(place, { recursive: true });
        writeFileSync(place, '');
      },
      'PROUIE_REMOTE_MISSING',
    ],
  ])('that %s warns once, and makes all', async (_how, spoil, code) => {
    const cwd = temporaryFolder();
    const remote = join(cwd, 'shared');
    mkdirSync(remote);
    spoil(remote);
    const made = await run({ cwd, env: { PROUIE_REMOTE: remote } }, ...flags(join(cwd, 'side')));
    expect(made).toMatchObject({ code: 0, summary: { ran: 12, failed: 0, pulled: 0 } });
    expect(warningsOf(made)).toEqual([code]);
  });

  test('has keys that do not depend on it', async () => {
    const { remote, words } = await pushed();
    const cwd = temporaryFolder();
    await run({ cwd }, ...words);
    expect(contentsOf(new Store(join(cwd, '.prouie')))).toEqual(contentsOf(new Store(remote)));
  });

  test('that is named wrongly is refused, and so is push without one', async () => {
    const cwd = temporaryFolder();
    const words = flags(join(cwd, 'side'));
    for (const [command, remote, code] of [
      ['run', '.prouie', 'PROUIE_REMOTE_SAME'],
      ['run', 'ftp://lab/x', 'PROUIE_REMOTE_ADDRESS'],
      ['push', '', 'PROUIE_REMOTE_NONE'],
      ['pull', '', 'PROUIE_REMOTE_NONE'],
      ['pull', join(cwd, 'nowhere'), 'PROUIE_REMOTE_MISSING'],
    ] as const) {
      const ended = await prouie({ cwd, env: { PROUIE_REMOTE: remote } }, command, ...words);
      expect(ended).toMatchObject({ code: 2 });
      expect(ended.stderr).toContain(code);
    }
  });

  test('leaves it alone when gc takes away what is here', async () => {
    const { remote, words } = await pushed();
    const cwd = temporaryFolder();
    const caller = { cwd, env: { PROUIE_REMOTE: remote } };
    await prouie(caller, 'pull', ...words);
    const before = contentsOf(new Store(remote));
    rmSync(join(cwd, '.prouie/nodes'), { recursive: true });
    expect((await prouie(caller, 'gc', '--apply', '--keep-runs', '0')).code).toBe(0);
    expect(listRecords(new Store(join(cwd, '.prouie')))).toEqual([]);
    expect(contentsOf(new Store(remote))).toEqual(before);
    expect((await run(caller, ...words)).summary).toMatchObject({ ran: 0, pulled: 12 });
  });
});
