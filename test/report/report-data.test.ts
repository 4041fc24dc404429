import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReportContent } from '../../src/report/report-content.ts';
import { gatherReport } from '../../src/report/report-data.ts';
import { readStoredStates } from '../../src/runner/plan/stored-states.ts';
import { writeSmallStore } from '../catalog/small-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { writeHostileStore } from './hostile-store.ts';

const SELECTION = { pipeline: 'prouie', profile: 'quick', audit: [] } as const;

describe('what a report holds of a small store', () => {
  let content: ReportContent;
  let again: ReportContent;
  beforeAll(async () => {
    const root = mkdtempSync(join(tmpdir(), 'prouie-report-'));
    writeSmallStore(root);
    content = await gatherReport({ store: root, ...SELECTION });
    again = await gatherReport({ store: root, ...SELECTION });
    rmSync(root, { recursive: true });
  });

  test('the same store gives the same content', () => {
    expect(JSON.stringify(again)).toBe(JSON.stringify(content));
  });

  test('the overview counts nodes by status and names engine, seeds and runs', () => {
    const { overview } = content;
    expect(overview.statuses).toEqual({ fresh: 6, stale: 1 });
    expect(overview).toMatchObject({ engines: ['embedded'], seeds: [1], profile: 'quick' });
    expect(overview.runs).toMatchObject([
      { run: '20260101T100000-7', commit: 'abc', changed: false, flags: '' },
    ]);
    expect(overview.steps[0]).toEqual({ step: 'train', nodes: 1, seconds: 120.5 });
  });

  test('a node tells the last attempt that ended well', () => {
    const node = content.nodes.find(({ name }) => name === 'train/full/de')!;
    expect(node.made).toMatchObject({ attempt: 2, seconds: 120.5, host: 'gpu1' });
    expect(node.outputs.map(({ name }) => name)).toEqual(['curves', 'log']);
  });

  test('curves have a value a step', () => {
    expect(content.curves).toEqual([
      { setting: 'full', stage: 'de', name: 'reward', steps: [0, 1, 2], values: [0.1, 0.5, 0.75] },
    ]);
  });

  test('scores of a data set stand side by side by scorer profile', () => {
    expect(content.scores.find(({ setting, dataset }) => setting === 'full' && dataset === 'SciERC')).toEqual(
      {
        setting: 'full',
        dataset: 'SciERC',
        task: 're',
        metric: 'relation',
        f1: { prouie: 41.25, uie: 20.63 },
      },
    );
  });

  test('examples that nobody answered are left out', () => {
    expect(content.examples).toMatchObject({ examples: [], total: 0 });
  });
});

describe('stores that lack something', () => {
  test('a store without a run of the profile is refused with what there is', async () => {
    const root = temporaryFolder();
    writeSmallStore(root);
    await expect(gatherReport({ store: root, ...SELECTION, profile: 'paper' })).rejects.toMatchObject({
      code: 'PROUIE_STATE_MISSING',
    });
  });

  test('content that is gone is a warning, and the rest stays', async () => {
    const root = temporaryFolder();
    const store = writeSmallStore(root);
    const { state } = readStoredStates(root)[0]!;
    const node = state.nodes.find(({ name }) => name === 'train/full/de')!;
    store.setAside(store.blobPath(node.outputs['curves']!.digest));
    const content = await gatherReport({ store: root, ...SELECTION });
    expect(content.curves).toEqual([]);
    expect(content.gone).toEqual([expect.stringContaining('curves is without the rows of train/full/de')]);
    expect(content.scores).toHaveLength(4);
  });

  test('answers of a hostile corpus come through to the letter', async () => {
    const root = temporaryFolder();
    writeHostileStore(root);
    const { examples, nodes } = await gatherReport({ store: root, ...SELECTION });
    expect(examples.examples).toHaveLength(4);
    expect(examples.examples[0]!.text).toContain('</script>');
    expect(nodes.find(({ status }) => status === 'failed')!.step).toContain('onerror');
  });
});
