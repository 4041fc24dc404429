import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ByteLine, readByteLines } from '../../../src/cli/predict/byte-lines.ts';

async function linesOf(chunks: readonly Uint8Array[], longest = 1000): Promise<readonly ByteLine[]> {
  const lines: ByteLine[] = [];
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const arrived of readByteLines(stream, longest)) lines.push(...arrived);
  return lines;
}

const textOf = (line: ByteLine): string | undefined => line.bytes?.toString('latin1');

describe('lines of bytes', () => {
  test('are the same however the bytes arrive', async () => {
    const byte = fc.constantFrom(0x0a, 0x0d, 0x61, 0x00, 0xff, 0xef, 0xbb, 0xbf);
    const chunk = fc.array(byte, { maxLength: 12 }).map((bytes) => Uint8Array.from(bytes));
    await fc.assert(
      fc.asyncProperty(fc.array(chunk), async (chunks) => {
        const expected = Buffer.concat(chunks).toString('latin1').split('\n');
        if (expected.at(-1) === '') expected.pop();
        const first = expected[0]?.replace(/^\u00ef\u00bb\u00bf/, '');
        const lines = await linesOf(chunks);
        expect(lines.map(textOf)).toEqual(expected.map((line, index) => (index === 0 ? first : line)));
        expect(lines.map(({ number }) => number)).toEqual(expected.map((_, index) => index + 1));
      }),
    );
  });

  test('that are too long are counted and not held, and the next one is whole', async () => {
    const lines = await linesOf([Buffer.alloc(6, 'a'), Buffer.alloc(6, 'a'), Buffer.from('\nshort\n')], 10);
    expect(lines.map(({ size, bytes }) => [size, bytes?.toString()])).toEqual([
      [12, undefined],
      [5, 'short'],
    ]);
  });

  test('lose a byte order mark at the very beginning, and nowhere else', async () => {
    const mark = '\u00ef\u00bb\u00bf';
    const lines = await linesOf([Buffer.from(`${mark}a\n${mark}b`, 'latin1')]);
    expect(lines.map(textOf)).toEqual(['a', `${mark}b`]);
  });
});
