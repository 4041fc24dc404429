import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { ReportMeasures, ReportOutline } from '../../src/report/report-content.ts';
import { rememberReport } from '../../src/report/report-memory.ts';
import { storePaths } from '../../src/store/paths.ts';
import { writeNodes, writeSmallStore } from '../catalog/small-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const SELECTION = { pipeline: 'prouie', profile: 'quick', audit: [] } as const;

test('both parts together are the whole report, and what does not change is not read again', async () => {
  const root = temporaryFolder();
  writeSmallStore(root);
  const memory = rememberReport({ store: root, ...SELECTION });
  const outline = await memory.outline();
  expect((JSON.parse(outline) as ReportOutline).nodes).toHaveLength(7);
  expect((JSON.parse(await memory.measures()) as ReportMeasures).scores).toHaveLength(4);
  expect(await memory.outline()).toBe(outline);
});

test('a node that a run made, and a word in the log of the newest run, are seen by the next question', async () => {
  const root = temporaryFolder();
  writeSmallStore(root);
  const memory = rememberReport({ store: root, ...SELECTION });
  const warnings = async () => (JSON.parse(await memory.outline()) as ReportOutline).overview.warnings;
  expect(await warnings()).toEqual([]);
  const events = storePaths.events(root, '20260101T100000-7');
  mkdirSync(dirname(events), { recursive: true });
  appendFileSync(events, `${JSON.stringify({ type: 'warning', message: 'the disk is nearly full' })}\n`);
  expect(await warnings()).toEqual(['the disk is nearly full']);
  writeNodes(root, [{ name: 'only', step: 'command' }]);
  expect((JSON.parse(await memory.outline()) as ReportOutline).nodes).toHaveLength(1);
});

test('a store without results is asked again until it has some', async () => {
  const root = temporaryFolder();
  const memory = rememberReport({ store: root, ...SELECTION });
  await expect(memory.outline()).rejects.toMatchObject({ code: 'PROUIE_STATE_MISSING' });
  writeSmallStore(root);
  expect((JSON.parse(await memory.outline()) as ReportOutline).nodes).toHaveLength(7);
});
