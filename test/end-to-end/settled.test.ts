import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { openWorkspace, type Workspace } from '../../src/runner/pipeline/workspace.ts';
import type { Changed, Planner } from '../../src/runner/plan/plan.ts';
import { openSession, type Session } from '../../src/runner/plan/session.ts';
import { nothingChanged, type Settled, sinceSettled } from '../../src/runner/plan/settled.ts';
import { settleResults } from '../../src/runner/run/settle.ts';
import { packageRoot, pipelines, run } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

const flags = ['--pipeline', 'bakery.ts'];

/** Each disturbs a folder in which a run has just had nothing to do. */
const DISTURBANCES: { readonly [what: string]: (folder: string) => void } = {
  'an edit of an input': (folder) => change(join(folder, 'grain.txt')),
  'a touch of an input': (folder) => utimesSync(join(folder, 'grain.txt'), 1, 1),
  'an edit of an input that keeps its size and its time': (folder) => {
    const path = join(folder, 'grain.txt');
    const { atime, mtime } = statSync(path);
    change(path);
    utimesSync(path, atime, mtime);
  },
  'an input that is gone': (folder) => rmSync(join(folder, 'grain.txt')),
  'an edit of a module of a step': (folder) => change(join(folder, 'sieve.ts')),
  'an edit of the pipeline': (folder) => appendFileSync(join(folder, 'bakery.ts'), '// A remark.\n'),
  'a profile where there was none': (folder) => {
    mkdirSync(join(folder, 'profiles'));
    writeFileSync(join(folder, 'profiles/quick.yaml'), 'threads: 2\n');
  },
  'content that is gone': (folder) => rmSync(anyFile(join(folder, '.prouie/blobs'))),
  'content that was overwritten': (folder) => change(anyFile(join(folder, '.prouie/blobs'))),
  'a record that is gone': (folder) => rmSync(anyFile(join(folder, '.prouie/records'))),
  'a record that was overwritten': (folder) => change(anyFile(join(folder, '.prouie/records'))),
  'a result that is gone': (folder) => rmSync(anyFile(join(folder, 'results'))),
  'an edit of a result': (folder) => change(anyFile(join(folder, 'results'))),
  'a state that is gone': (folder) => rmSync(anyFile(join(folder, '.prouie/nodes'))),
  'a damaged note of what was looked at': (folder) => change(settledFile(folder)),
};

/** Replaces the last letter or digit, so that the size stays. */
function change(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.findLastIndex((byte) => /\w/.test(String.fromCharCode(byte)));
  bytes[at] = bytes[at] === 0x61 ? 0x62 : 0x61;
  writeFileSync(path, bytes);
}

function anyFile(folder: string): string {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).find((entry) => entry.isFile());
  return join(found!.parentPath, found!.name);
}

function settledFile(folder: string): string {
  const cache = join(folder, '.prouie/cache');
  return join(cache, readdirSync(cache).find((name) => name.startsWith('settled-'))!);
}

function workspaceIn(folder: string, settings: readonly string[] = []): Workspace {
  return openWorkspace(resolve(packageRoot), folder, {}, { pipeline: 'bakery.ts', settings });
}

/** What is known of a folder without a plan. */
function settledAt(workspace: Workspace): Settled | undefined {
  const since = sinceSettled(workspace);
  return since !== undefined && nothingChanged(since) ? since.settled : undefined;
}

async function planAll(
  workspace: Workspace,
  changed?: Changed,
): Promise<{ readonly session: Session; readonly planner: Planner }> {
  const session = await openSession(workspace, changed);
  const planner = session.planner();
  planner.planAll(session.graph.nodes.map((_, index) => index));
  return { session, planner };
}

/** What a run does that plans all nodes; none may be stale. */
async function findNothingToDo(folder: string, changed?: Changed): Promise<void> {
  const { session, planner } = await planAll(workspaceIn(folder), changed);
  if (planner.planned.some((planned) => planned?.status !== 'fresh')) throw new Error('There is work to do.');
  settleResults(session, planner, () => undefined);
}

describe('a run after one that had nothing to do', () => {
  const folders = new Map<string, string>();
  const settledIn = (name: string): Settled | undefined => settledAt(workspaceIn(folders.get(name)!));

  beforeAll(async () => {
    const baked = temporaryFolder();
    cpSync(join(pipelines, 'bakery'), baked, { recursive: true });
    const ran = await run({ cwd: baked }, ...flags);
    if (ran.code !== 0) throw new Error(ran.stderr);
    for (const name of ['nothing', ...Object.keys(DISTURBANCES)]) {
      const folder = temporaryFolder();
      cpSync(baked, folder, { recursive: true });
      folders.set(name, folder);
    }
    // Files younger than two seconds prove nothing.
    await delay(2_100);
    for (const folder of folders.values()) await findNothingToDo(folder);
  });

  test('makes no plan while all that it looked at is as it was, and says the same', async () => {
    expect(settledIn('nothing')).toMatchObject({ fresh: 3, skipped: 0, absent: null });
    const folder = folders.get('nothing')!;
    const file = settledFile(folder);
    const before = readFileSync(file, 'utf8');
    const again = await run({ cwd: folder }, ...flags);
    expect(again.summary).toMatchObject({ ran: 0, fresh: 3, failed: 0, skipped: 0 });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test('makes a plan under another setting, for some nodes, and where more is asked', async () => {
    const folder = folders.get('nothing')!;
    expect(settledAt(workspaceIn(folder, ['threads=4']))).toBeUndefined();
    expect((await run({ cwd: folder }, ...flags, 'flour')).summary).toMatchObject({ fresh: 1 });
    expect((await run({ cwd: folder }, ...flags, '--force', 'bread')).made).toEqual(['bread']);
  });

  test.each(Object.keys(DISTURBANCES))('makes a plan after %s, the same as without a note', async (name) => {
    expect(settledIn(name)).toMatchObject({ fresh: 3 });
    const workspace = workspaceIn(folders.get(name)!);
    DISTURBANCES[name]!(workspace.folder);
    expect(settledIn(name)).toBeUndefined();
    const told = async (changed?: Changed): Promise<readonly unknown[]> =>
      (await planAll(workspace, changed)).planner.planned.map((planned) => ({
        ...planned,
        recipe: undefined,
      }));
    expect(await told(sinceSettled(workspace)?.changed)).toEqual(await told());
  });

  test('is known to have nothing to do right after one that made all, once its inputs are old', async () => {
    const folder = temporaryFolder();
    cpSync(join(pipelines, 'bakery'), folder, { recursive: true });
    await delay(2_100);
    expect((await run({ cwd: folder }, ...flags)).summary).toMatchObject({ ran: 3 });
    expect(settledAt(workspaceIn(folder))).toMatchObject({ fresh: 3 });
    change(join(folder, 'grain.txt'));
    expect((await run({ cwd: folder }, ...flags)).made).toEqual(['flour', 'dough', 'bread']);
    const { changed } = sinceSettled(workspaceIn(folder))!;
    expect(changed).toEqual({ inputs: new Set([join(folder, 'grain.txt')]), entries: new Set() });
  });

  test('is planned with what is known of it, and noted anew where there is nothing to do', async () => {
    const folder = temporaryFolder();
    cpSync(folders.get('nothing')!, folder, { recursive: true });
    utimesSync(join(folder, 'grain.txt'), 1, 1);
    await delay(2_100);
    const workspace = workspaceIn(folder);
    await findNothingToDo(folder);
    utimesSync(join(folder, 'grain.txt'), 2, 2);
    const { changed } = sinceSettled(workspace)!;
    expect(changed).toEqual({ inputs: new Set([join(folder, 'grain.txt')]), entries: new Set() });
    await delay(2_100);
    await findNothingToDo(folder, changed);
    expect(settledAt(workspace)).toMatchObject({ fresh: 3 });
  });

  test('takes an input for changed that was young when it was looked at', async () => {
    const folder = temporaryFolder();
    cpSync(folders.get('nothing')!, folder, { recursive: true });
    await delay(2_100);
    writeFileSync(join(folder, 'grain.txt'), readFileSync(join(folder, 'grain.txt')));
    await findNothingToDo(folder);
    expect(settledAt(workspaceIn(folder))).toBeUndefined();
    expect(sinceSettled(workspaceIn(folder))?.changed.inputs).toEqual(new Set([join(folder, 'grain.txt')]));
  });
});
