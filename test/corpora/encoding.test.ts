import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeChunks, decodeHead, type Encoding, findEncoding } from '../../src/corpora/encoding.ts';
import { failureOf, failureOfAsync } from '../failure.ts';
import { collected } from './collected.ts';

/** The bytes in chunks that end at the cuts. */
async function* inChunks(bytes: Uint8Array, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    yield bytes.subarray(from, Math.max(from, cut));
    from = Math.max(from, cut);
  }
  yield bytes.subarray(from);
}
const decode = async (bytes: Uint8Array, encoding: Encoding, cuts?: readonly number[]): Promise<string> =>
  (await collected(decodeChunks('file', inChunks(bytes, cuts), encoding))).join('');
const failure = (bytes: Uint8Array, encoding: Encoding = 'utf-8', cuts?: readonly number[]) =>
  failureOfAsync(() => decode(bytes, encoding, cuts));

describe('text', () => {
  test('is the same wherever its bytes are cut into chunks', async () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(60), { maxLength: 5 }), async (value, cuts) => {
        for (const encoding of ['utf-8', 'utf-16le'] as const) {
          const bytes = Buffer.from(value, encoding === 'utf-8' ? 'utf8' : 'utf16le');
          const inside = cuts.filter((cut) => cut <= bytes.length);
          expect(await decode(bytes, encoding, inside)).toBe(value);
        }
      }),
    );
  });

  test('of one byte a character is read as ISO 8859-1 or as Windows writes it', async () => {
    const bytes = Uint8Array.from([0x93, 0x63, 0x61, 0x66, 0xe9, 0x94]);
    expect(await decode(bytes, 'latin1')).toBe('\u0093café\u0094');
    expect(await decode(bytes, 'windows-1252')).toBe('“café”');
  });

  test('in another encoding is an error at its line and column, in any chunk', async () => {
    const bytes = Buffer.from('Ann\tB-PER\nJos\xe9\tB-PER\n', 'latin1');
    for (const cuts of [[], [10], [12], [13], [14], [3, 11, 14]]) {
      expect(await failure(bytes, 'utf-8', cuts)).toMatchObject({
        code: 'PROUIE_NOT_UTF8',
        location: { file: 'file', line: 2, column: 4 },
        hint: expect.stringContaining('--encoding latin1'),
      });
    }
  });

  test('that breaks off inside a character is an error', async () => {
    const bytes = Buffer.from('Ann\nBjør').subarray(0, -2);
    expect(await failure(bytes)).toMatchObject({
      code: 'PROUIE_NOT_UTF8',
      location: { line: 2, column: 3 },
    });
  });

  test('in UTF-16 is told by its mark', async () => {
    const bytes = Buffer.from('\ufeffAnn\n', 'utf16le');
    expect(await failure(bytes)).toMatchObject({
      code: 'PROUIE_NOT_UTF8',
      location: { line: 1, column: 1 },
      hint: expect.stringContaining('--encoding utf-16le'),
    });
    expect(await decode(bytes, 'utf-16le')).toBe('\ufeffAnn\n');
    expect(await failure(Uint8Array.from([0x41, 0x00, 0x00, 0xdc]), 'utf-16le')).toMatchObject({
      code: 'PROUIE_NOT_UTF16',
      location: { line: 1, column: 2 },
    });
  });

  test('with a NUL byte in it is an error at its place', async () => {
    const bytes = Buffer.from('Ann\tO\nB\0o\tO\n');
    expect(await failure(bytes, 'utf-8', [4, 7])).toMatchObject({
      code: 'PROUIE_NUL_BYTE',
      location: { file: 'file', line: 2, column: 2 },
    });
    expect(await failure(bytes, 'latin1')).toMatchObject({ code: 'PROUIE_NUL_BYTE' });
  });
});

describe('the head of a file', () => {
  test('may be cut inside a character', () => {
    const bytes = Buffer.from('Bjørn');
    expect(decodeHead(bytes.subarray(0, 3), 'utf-8')).toBe('Bj');
    expect(decodeHead(bytes, 'utf-8')).toBe('Bjørn');
  });

  test('is no text with NUL bytes, or in another encoding', () => {
    expect(decodeHead(Buffer.from('PAR1\0\0'), 'utf-8')).toBeUndefined();
    expect(decodeHead(Buffer.from('Jos\xe9!', 'latin1'), 'utf-8')).toBeUndefined();
  });
});

test('an encoding with a slip in its name is guessed', () => {
  expect(findEncoding('UTF-8')).toBe('utf-8');
  expect(failureOf(() => findEncoding('latin-1'))).toMatchObject({
    code: 'PROUIE_ENCODING_UNKNOWN',
    hint: 'Did you mean "latin1"?',
  });
});
