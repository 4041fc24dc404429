import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { formatGroups, type ToldNode } from '../../src/cli/status-groups.ts';
import { displayWidth } from '../../src/text-width.ts';

const REASON = 'parameter options.learningRate changed from 0.05 to 0.1';
const NODES: readonly ToldNode[] = [
  ...Array.from({ length: 30 }, (): ToldNode => ({ stage: 'import', status: 'fresh', why: '' })),
  { stage: 'cm1', status: 'stale', why: REASON },
  { stage: 'cm1', status: 'waiting', why: 'may run' },
  { stage: 'sa', status: 'stale', why: 'code changed: a.ts' },
  { stage: 'sa', status: 'failed', why: 'failed before with PROUIE_STEP: no memory' },
  { stage: 'score', status: 'stale', why: 'code changed: a.ts' },
  { stage: 'score', status: 'stale', why: 'code changed: b.ts' },
  { stage: 'score', status: 'stale', why: 'code changed: b.ts' },
];

function linesAt(width: number): string[] {
  return [...formatGroups(NODES, { stream: new PassThrough(), colour: false, live: false, width })];
}

describe('the groups of status', () => {
  test('have a line a stage that is not fresh, with counts and the reason that counts most', () => {
    expect(linesAt(120)).toEqual([
      'stage  failed  stale  waiting  fresh  why',
      `cm1         ·      1        1      ·  ${REASON}`,
      'sa          1      1        ·      ·  failed before with PROUIE_STEP: no memory',
      'score       ·      3        ·      ·  code changed: b.ts (and 1 more)',
      '1 further stage is fresh',
    ]);
  });

  test.each([80, 200])('fit into %i columns', (width) => {
    for (const line of linesAt(width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });
});
