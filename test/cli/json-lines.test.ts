import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { collectRecords } from '../../src/cli/json-lines.ts';
import { mapJsonLines } from '../../src/cli/output.ts';
import { writeJson } from '../../src/uie/json-layout.ts';

const folder = mkdtempSync(join(tmpdir(), 'prouie-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

function ioOf(chunks: Iterable<Uint8Array>, stdout: Writable = new PassThrough()): Io {
  return { stdin: Readable.from(chunks), stdout, stderr: new PassThrough(), cwd: folder, env: {} };
}

function readAll(chunks: Iterable<Uint8Array>, file?: string) {
  return collectRecords(file, ioOf(chunks), (value, { line }) => `${line}:${writeJson(value)}`);
}

describe('reading JSON lines', () => {
  const bytes = Buffer.from('{"a":"é水😀"}\n\n  \n[1,2]\r\n"the end, unfinished by a newline"');

  test('gives the same records however the bytes are cut into chunks', async () => {
    const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const ends = [...places.sort((a, b) => a - b), bytes.length];
        const chunks = ends
          .map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
          .filter((chunk) => chunk.length > 0);
        const { records, locate } = await readAll(chunks);
        expect(records).toEqual(['1:{"a":"é水😀"}', '4:[1,2]', '5:"the end, unfinished by a newline"']);
        expect(locate(1)).toEqual({ file: '<stdin>', line: 4 });
      }),
    );
  });

  test('reads a file under the command folder, without its byte order mark', async () => {
    writeFileSync(join(folder, 'bom.jsonl'), '\ufeff{"id":1}\n');
    expect((await readAll([], 'bom.jsonl')).records).toEqual(['1:{"id":1}']);
  });

  test.each([
    [
      'a line that is not JSON',
      '{}\n{"a":}\n',
      { code: 'PROUIE_JSON', location: { file: '<stdin>', line: 2, column: 6 } },
    ],
    [
      'a line cut off by the end',
      '{}\n{"a":',
      { code: 'PROUIE_JSON', location: { file: '<stdin>', line: 2, column: 6 } },
    ],
  ])('%s is an error with file, line and column', async (_, text, error) => {
    await expect(readAll([Buffer.from(text)])).rejects.toMatchObject(error);
  });

  test('bytes that are not UTF-8 are an error', async () => {
    const latin = [Buffer.from('{}\n{}\n'), Buffer.from([0x22, 0xe9, 0x22, 0x0a])];
    await expect(readAll(latin)).rejects.toMatchObject({
      code: 'PROUIE_NOT_UTF8',
      location: { file: '<stdin>', line: 3 },
    });
  });

  test('a file that is not there is an error that names it', async () => {
    await expect(readAll([], 'absent.jsonl')).rejects.toMatchObject({
      code: 'PROUIE_CANNOT_READ',
      message: 'Cannot read absent.jsonl: there is no such file.',
    });
  });
});

describe('changing JSON lines', () => {
  test('answers each chunk before the next one is there', async () => {
    const stdin = new PassThrough();
    const stdout = new PassThrough({ encoding: 'utf8' });
    const done = mapJsonLines(undefined, { ...ioOf([]), stdin, stdout }, (value) => writeJson(value));
    for (const line of ['[1]\n', '[2]\n', '[3]\n']) {
      const answer = new Promise((resolve) => stdout.once('data', resolve));
      stdin.write(line);
      expect(await answer).toBe(line);
    }
    stdin.end();
    await done;
  });

  test('waits for a slow reader instead of filling the memory', async () => {
    let longest = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, done) {
        longest = Math.max(longest, slow.writableLength);
        setImmediate(done);
      },
    });
    const chunk = Buffer.from('{"text":"some words"}\n'.repeat(50));
    await mapJsonLines(
      '-',
      ioOf(
        Array.from({ length: 200 }, () => chunk),
        slow,
      ),
      (value) => writeJson(value),
    );
    expect(longest).toBe(chunk.length);
  });

  test('writes what came before an error, and gives an error without a place that of its line', async () => {
    const stdout = new PassThrough({ encoding: 'utf8' });
    const { ProuieError } = await import('../../src/errors.ts');
    const run = mapJsonLines('-', ioOf([Buffer.from('1\n2\n3\n')], stdout), (value) => {
      if (value === 2) throw new ProuieError('PROUIE_TWO', 'No twos.', { hint: 'Try 3.' });
      return writeJson(value);
    });
    await expect(run).rejects.toMatchObject({
      code: 'PROUIE_TWO',
      hint: 'Try 3.',
      location: { file: '<stdin>', line: 2 },
    });
    expect(stdout.read()).toBe('1\n');
  });
});
