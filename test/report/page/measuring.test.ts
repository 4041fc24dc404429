import { expect, test } from 'vitest';
import { howToMeasure } from '../../../src/report/page/measuring.ts';
import type { ReportAssumption, ReportRun } from '../../../src/report/report-content.ts';

const assumption: ReportAssumption = {
  name: 'reward.penalty',
  about: 'reward',
  value: 'piecewise',
  alternatives: ['additive', 'max'],
  reason: 'Not said.',
  setting: 'variants.full.reward.penalty',
  compared: [],
};
const ended = {
  run: '20260101T100000-7',
  ended: '2026-01-01T10:01:00Z',
  flags: ' --profile laptop',
} as ReportRun;
const runs = [{ ...ended, run: '20260102T100000-7', ended: null }, ended];

test('a choice that is a setting is measured by a run with another value, compared with the last run that ended', () => {
  expect(howToMeasure(assumption, { runs, profile: 'laptop' })).toBe(
    'Not measured here: `prouie run --set variants.full.reward.penalty=additive --profile laptop`, then `prouie diff run:20260101T100000-7 profile:laptop`.',
  );
});

test('where the alternatives are words and no values, the value is left to the reader', () => {
  const described = { ...assumption, alternatives: ['1.3, as for relations'] };
  expect(howToMeasure(described, { runs: [], profile: 'quick' })).toBe(
    'Not measured here: `prouie run --set variants.full.reward.penalty=VALUE`.',
  );
});

test('a choice of a data card names the card, and one of the code says so', () => {
  const [card, code] = [
    { ...assumption, setting: 'data/<set>.yaml: labelMap' },
    { ...assumption, setting: null },
  ];
  expect(howToMeasure(card, { runs, profile: 'laptop' })).toContain('a change of `data/<set>.yaml`');
  expect(howToMeasure(code, { runs, profile: 'laptop' })).toContain('a change of the code');
});
