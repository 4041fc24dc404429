import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { GraphNode } from '../../../src/graph/node.ts';
import type { PlannedNode } from '../../../src/runner/plan/planned-node.ts';
import type { RunEvent } from '../../../src/runner/run/events.ts';
import { RemoteResults } from '../../../src/runner/run/remote-results.ts';
import { readRemoteSettings } from '../../../src/runner/sharing/remote-settings.ts';
import type { ResultRecord } from '../../../src/store/record.ts';
import { sendResult } from '../../../src/store/remote/delivery.ts';
import { DirectoryRemote } from '../../../src/store/remote/directory.ts';
import { failureOf } from '../../failure.ts';
import { lineTo } from '../../store/remote/shared-results.ts';
import { publishText } from '../../store/results.ts';
import { temporaryStore } from '../../store/temporary-store.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** A node that would make such a result, as a plan has it before. */
function nodeOf({ key, recipe }: ResultRecord): [GraphNode, PlannedNode] {
  const node: GraphNode = {
    name: key,
    step: 'command',
    params: {},
    inputs: {},
    outputs: { out: 'text' },
    tags: {},
    volatile: [],
    keyedBy: 'everything',
  };
  return [node, { status: 'stale', reasons: [], key, recipe, outputs: undefined, absent: undefined }];
}

/** A shared folder with results `a` and `b`, and a store beside it that looks there. */
async function openShared() {
  const folder = join(temporaryFolder(), 'shared');
  mkdirSync(folder);
  const from = temporaryStore();
  const records = ['a', 'b'].map((name) => publishText(from, name, `text of ${name}`));
  const line = lineTo(await DirectoryRemote.open(folder));
  for (const record of records) await sendResult(line, from, record);
  const store = temporaryStore();
  const events: RunEvent[] = [];
  const settings = readRemoteSettings('/', store.root, { PROUIE_REMOTE: folder, PROUIE_REMOTE_PUSH: '1' });
  const remote = new RemoteResults(store, settings!, (event) => void events.push(event));
  return { folder, store, remote, events, records: records as [ResultRecord, ResultRecord] };
}

test('a result that is found is in the store, published, and its node fresh', async () => {
  const { store, remote, events, records } = await openShared();
  const found = await remote.find(...nodeOf(records[0]));
  expect(found).toMatchObject({ status: 'fresh', outputs: records[0].outputs });
  expect(store.readRecord(records[0].key)).toEqual(records[0]);
  expect(store.isWhole(records[0])).toBe(true);
  await remote.close();
  expect(remote.counts).toEqual({ pulled: 1, pushed: 0 });
  expect(events).toEqual([]);
});

test('a forced node is not looked for', async () => {
  const { remote, records } = await openShared();
  const [node, planned] = nodeOf(records[0]);
  const forced = { type: 'forced', what: 'run', before: null, after: null } as const;
  expect(await remote.find(node, { ...planned, reasons: [forced] })).toBeUndefined();
  await remote.close();
});

test('a shared store that goes away in the middle is warned of once, and left alone from then on', async () => {
  const { folder, store, remote, events, records } = await openShared();
  expect(await remote.find(...nodeOf(records[0]))).toMatchObject({ status: 'fresh' });
  rmSync(folder, { recursive: true });
  const more = ['c', 'd', 'e'].map((name) => publishText(temporaryStore(), name, name));
  const found = await Promise.all([records[1], ...more].map((record) => remote.find(...nodeOf(record))));
  expect(found).toEqual([undefined, undefined, undefined, undefined]);
  remote.send(publishText(store, 'f', 'f').key);
  mkdirSync(folder);
  expect(await remote.find(...nodeOf(records[1]))).toBeUndefined();
  await remote.close();
  expect(events).toMatchObject([{ type: 'warning', code: 'PROUIE_REMOTE_MISSING' }]);
  expect(remote.counts).toEqual({ pulled: 1, pushed: 0 });
});

test('what is stopped ends without a warning', async () => {
  const { remote, events, records } = await openShared();
  const asked = remote.find(...nodeOf(records[0]));
  remote.stop();
  expect(await asked).toBeUndefined();
  await remote.close();
  expect(events).toEqual([]);
});

test.each([
  [{ PROUIE_REMOTE_SECONDS: 'soon' }],
  [{ PROUIE_REMOTE_SECONDS: '0' }],
  [{ PROUIE_REMOTE_PUSH: 'yes' }],
])('settings that say nothing are refused: %j', (env) => {
  expect(failureOf(() => readRemoteSettings('/', '/store', { PROUIE_REMOTE: '/x', ...env })).code).toBe(
    'PROUIE_REMOTE_SETTING',
  );
});
