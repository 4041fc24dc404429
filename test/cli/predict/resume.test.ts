import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answerer, openAnswerer } from '../../../src/cli/predict/answer.ts';
import { filedAnswers } from '../../../src/cli/predict/answers.ts';
import { readByteLines } from '../../../src/cli/predict/byte-lines.ts';
import { type JournalHead, journalPath } from '../../../src/cli/predict/journal.ts';
import { PositionTracker } from '../../../src/cli/predict/position.ts';
import { eachAlone, predictLines } from '../../../src/cli/predict/prediction.ts';
import { requestReader } from '../../../src/cli/predict/request.ts';
import { silentTextProgress } from '../../../src/cli/predict/text-progress.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { trainedCheckpoint } from './checkpoint-folder.ts';

const HEAD: JournalHead = {
  schemaVersion: 1,
  checkpoint: 'c',
  format: 'text',
  task: 'ner',
  schema: '{"types":["person","town"]}',
  style: 'sa',
  raw: false,
};
const LINES = Array.from({ length: 600 }, (_, at) => (at % 50 === 7 ? '' : `Mira Oldane of Lindow, ${at}.`));

let answer: Answerer;
let out: string;

beforeAll(async () => {
  answer = openAnswerer(await trainedCheckpoint(), false);
});
beforeEach(() => {
  out = join(temporaryFolder(), 'answers.jsonl');
});

interface Going {
  readonly lines?: readonly string[];
  readonly head?: JournalHead;
  readonly resume?: boolean;
  /** Ends as Ctrl-C would, after so many pieces. */
  readonly pieces?: number;
}

/** Predicts as the command does. @returns how many texts were there before */
async function predict({ lines = LINES, head = HEAD, resume = false, pieces }: Going = {}): Promise<number> {
  const tracker = new PositionTracker();
  const answers = await filedAnswers(out, head, resume, tracker);
  const stop = new AbortController();
  let written = 0;
  await predictLines({
    lines: readByteLines(Readable.from([Buffer.from(lines.map((line) => `${line}\n`).join(''))]), 1000),
    read: requestReader({
      format: 'text',
      style: 'sa',
      task: 'ner',
      schema: { task: 'ner', types: ['person', 'town'] },
    }),
    answerer: eachAlone(answer),
    tracker,
    progress: silentTextProgress,
    write: async (piece, position) => {
      await answers.write(piece, position);
      if (++written === pieces) stop.abort();
    },
    before: answers.before === undefined ? undefined : { position: answers.before, file: out },
    signal: stop.signal,
  }).finally(() => answers.close(!stop.signal.aborted));
  return answers.before?.texts ?? 0;
}

describe('a file of answers', () => {
  test('that was broken off anywhere is continued to the same bytes', async () => {
    await predict();
    const whole = readFileSync(out, 'utf8');
    expect(whole.split('\n')).toHaveLength(LINES.length + 1);
    rmSync(out);
    await predict({ pieces: 3 });
    const [begun, notes] = [readFileSync(out), readFileSync(journalPath(out))];
    expect(begun.length).toBeLessThan(whole.length);
    const headEnd = notes.indexOf(10) + 1;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(begun.length),
        fc.integer({ min: headEnd, max: notes.length }),
        async (kept, noted) => {
          writeFileSync(out, begun.subarray(0, kept));
          writeFileSync(journalPath(out), notes.subarray(0, noted));
          await predict({ resume: true });
          expect(readFileSync(out, 'utf8')).toBe(whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('with garbage behind the last answer loses the garbage alone', async () => {
    await predict();
    const whole = readFileSync(out, 'utf8');
    writeFileSync(out, `${whole}{"id":"half`);
    expect(await predict({ resume: true })).toBe(LINES.length);
    expect(readFileSync(out, 'utf8')).toBe(whole);
  });

  test('that is complete is left as it is, and answers what was added to the input', async () => {
    await predict();
    const whole = readFileSync(out, 'utf8');
    expect(await predict({ resume: true })).toBe(LINES.length);
    expect(readFileSync(out, 'utf8')).toBe(whole);
    expect(await predict({ resume: true, lines: [...LINES, 'Odo Vance, Estrava.'] })).toBe(LINES.length);
    expect(readFileSync(out, 'utf8').slice(0, whole.length)).toBe(whole);
    expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(LINES.length + 2);
  });

  test('that is not there yet is begun', async () => {
    expect(await predict({ resume: true })).toBe(0);
    expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(LINES.length + 1);
  });

  test('that is there is not written over', async () => {
    await predict({ pieces: 1 });
    await expect(predict()).rejects.toMatchObject({ code: 'PROUIE_OUT_EXISTS' });
  });

  test.each([
    ['another checkpoint', { checkpoint: 'd' }],
    ['another --schema', { schema: '{"types":["town","person"]}' }],
    ['another --task', { task: 're' }],
    ['another --style', { style: 'cm' }],
    ['--raw', { raw: true }],
    ['another format', { format: 'json' }],
  ] as const)('begun with %s is refused, and stays as it is', async (says, changes) => {
    await predict({ pieces: 1, head: { ...HEAD, ...changes } });
    const before = readFileSync(out);
    await expect(predict({ resume: true })).rejects.toMatchObject({
      code: 'PROUIE_RESUME_CHANGED',
      message: expect.stringContaining(says) as string,
    });
    expect(readFileSync(out)).toEqual(before);
  });

  test.each([
    ['changed', LINES.with(3, 'Ada Brunn left.')],
    ['shortened', LINES.slice(0, 100)],
  ])('whose input was %s is refused, and stays as it is', async (_, lines) => {
    await predict({ pieces: 2 });
    const before = readFileSync(out);
    await expect(predict({ resume: true, lines })).rejects.toMatchObject({ code: 'PROUIE_RESUME_CHANGED' });
    expect(readFileSync(out)).toEqual(before);
  });

  test('that was edited, or whose notes are gone, is refused', async () => {
    await predict({ pieces: 2 });
    const text = readFileSync(out, 'utf8');
    writeFileSync(out, text.replace('"id":"2"', '"id":"3"'));
    await expect(predict({ resume: true })).rejects.toMatchObject({ code: 'PROUIE_RESUME_CHANGED' });
    truncateSync(journalPath(out), 10);
    await expect(predict({ resume: true })).rejects.toMatchObject({ code: 'PROUIE_RESUME_UNKNOWN' });
    rmSync(journalPath(out));
    await expect(predict({ resume: true })).rejects.toMatchObject({ code: 'PROUIE_RESUME_UNKNOWN' });
  });
});
