import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openGate } from '../end-to-end/gate.ts';
import { asRun, prouie, run, startProuie, status } from '../end-to-end/prouie.ts';
import { blobOf } from '../end-to-end/store-files.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';
import { tally } from './tally.ts';

const pipeline = new URL('pipelines/reader.ts', import.meta.url).pathname;

describe('a file that changes', () => {
  test('after the plan was made, before its node starts, is read and counted as it is then', async () => {
    const { cwd, flags, gate, letter } = await writeLetter();
    const started = startProuie({ cwd }, 'run', '--json', '--jobs', '1', ...flags);
    const before = await gate.arrival('before');
    writeFileSync(letter, 'the second letter\n');
    before.order({ do: 'finish' });
    (await gate.arrival('reading')).order({ do: 'finish' });
    expect(asRun(await started.ended)).toMatchObject({ code: 0, summary: { failed: 0 } });
    expect(copied(cwd)).toBe('the second letter\n');
    expect((await status({ cwd }, ...flags)).get('copy')?.status).toBe('fresh');

    // A result under the first letter's key would be a wrong one, made from the second.
    writeFileSync(letter, 'the first letter\n');
    await run({ cwd }, ...flags, 'copy');
    expect(copied(cwd)).toBe('the first letter\n');
    tally('an input that changes', true);
  });

  test.each([
    ['and stays so', (letter: string) => writeFileSync(letter, 'the second letter\n')],
    [
      'and is then as it was',
      (letter: string) => {
        const text = readFileSync(letter, 'utf8');
        writeFileSync(letter, 'the second letter\n');
        writeFileSync(letter, text);
      },
    ],
    [
      'with its time put back',
      (letter: string) => {
        const { atime, mtime } = statSync(letter);
        writeFileSync(letter, 'the other  letter\n');
        utimesSync(letter, atime, mtime);
      },
    ],
    [
      'by being replaced',
      (letter: string) => {
        rmSync(letter);
        writeFileSync(letter, 'the second letter\n');
      },
    ],
  ])('while its node reads it, %s, fails the node, and no result is kept', async (_how, change) => {
    const { cwd, flags, gate, letter } = await writeLetter();
    const started = startProuie({ cwd }, 'run', '--json', ...flags, 'reading');
    const reading = await gate.arrival('reading');
    change(letter);
    reading.order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.code).toBe(1);
    expect(ran.events).toContainEqual(
      expect.objectContaining({
        type: 'fail',
        node: 'reading',
        failure: expect.objectContaining({ code: 'PROUIE_INPUT_CHANGED' }),
      }),
    );
    expect(existsSync(join(cwd, '.prouie', 'records'))).toBe(false);
    expect((await status({ cwd }, ...flags)).get('reading')?.status).not.toBe('fresh');
    tally('an input that changes', true);
  });

  test('by being deleted after the plan was made makes its nodes absent, and nothing is called fresh', async () => {
    const { cwd, flags, gate, letter } = await writeLetter();
    const started = startProuie({ cwd }, 'run', '--json', '--jobs', '1', ...flags);
    const before = await gate.arrival('before');
    rmSync(letter);
    before.order({ do: 'finish' });
    const ran = asRun(await started.ended);
    expect(ran.summary).toMatchObject({ ran: 1, fresh: 0, failed: 0, skipped: 3 });
    expect(ran.events).toContainEqual(
      expect.objectContaining({ type: 'skip', node: 'copy', because: 'there is no file letter.txt' }),
    );
    expect((await prouie({ cwd }, 'verify')).code).toBe(0);
    tally('an input that is deleted', true);
  });
});

async function writeLetter() {
  const cwd = temporaryFolder();
  const gate = await openGate();
  const letter = join(cwd, 'letter.txt');
  writeFileSync(letter, 'the first letter\n');
  return { cwd, flags: ['--pipeline', pipeline, '--set', `gate=${gate.path}`], gate, letter };
}

function copied(cwd: string): string {
  return readFileSync(blobOf(join(cwd, '.prouie'), pipeline, 'copy', 'copy'), 'utf8');
}
