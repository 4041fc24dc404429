import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { type NextOptions, nextSteps, printNextSteps } from '../../src/cli/next-steps.ts';
import type { RunEnd } from '../../src/cli/run-summary.ts';

const FLAGS = { results: [], settings: [] };
const END: RunEnd = {
  summary: { type: 'summary', ran: 3, fresh: 1, failed: 0, skipped: 0, seconds: 1 },
  profile: 'quick',
  interrupted: false,
  failed: [],
};

/** What is printed on a terminal of some width. */
function printed(end: Partial<RunEnd>, options: Partial<NextOptions>, width = 100): readonly string[] {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const steps = nextSteps({ ...END, ...end }, { tables: 'made', flags: FLAGS, ...options });
  printNextSteps(steps, { stream, width });
  return text === '' ? [] : text.trimEnd().split('\n');
}

test('a run that made all tables leads on to them, and to the report', () => {
  expect(printed({}, {})).toEqual([
    'Next:',
    "  prouie tables  the tables, beside the paper's numbers",
    '  prouie report  all results on one page',
  ]);
});

test('tables that were printed are not named again', () => {
  expect(printed({}, { tables: 'printed' })).toEqual(['Next:', '  prouie report  all results on one page']);
});

test('a run that failed leads on to the log of the node that failed first, and to the run after it is mended', () => {
  expect(printed({ failed: ['train/cm1', 'figure/3'] }, {})).toEqual([
    'Next:',
    '  prouie logs train/cm1  what the first that failed wrote',
    '  prouie status          what failed, and what waits for it',
    '  prouie run             goes on once that is mended',
  ]);
});

test.each([
  ['had nothing to do', { summary: { ...END.summary, ran: 0 } }, 'made'],
  ['was about no tables', {}, 'none'],
  ['was interrupted, which says by itself how to go on', { interrupted: true, failed: ['a'] }, 'made'],
] as const)('a run that %s leads nowhere', (_what, end, tables) => {
  expect(printed(end, { tables })).toEqual([]);
});

test('the flags of the run stand in every command, quoted, but for those that the report does not take', () => {
  const flags = { results: ['--profile', 'laptop'], settings: ['--set', 'seeds=[1, 2]'] };
  expect(
    printed({}, { flags })
      .slice(1)
      .map((line) => line.trim().split('  ')[0]),
  ).toEqual(["prouie tables --profile laptop --set 'seeds=[1, 2]'", 'prouie report --profile laptop']);
});

test('a line fits 80 columns, or holds a command alone, whole', () => {
  for (const width of [40, 60, 80, 200])
    for (const folder of ['corpora', 'long/'.repeat(30)]) {
      const flags = { results: [], settings: ['--data', folder] };
      for (const line of printed({ failed: ['train/cm1'] }, { flags }, width).slice(1))
        expect(line.length <= Math.min(width, 80) || line.endsWith(` --data ${folder}`)).toBe(true);
    }
});
