import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProgramLog } from '../../../src/engines/python/program-log.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** Writes the chunks through a log. @returns what stands in the file, and the lines that were handed on */
function written(chunks: readonly Uint8Array[], folder: string = temporaryFolder()) {
  const file = join(folder, 'logs', 'train.log');
  rmSync(file, { force: true });
  const lines: string[] = [];
  const log = new ProgramLog(file, (line) => lines.push(line));
  const stream = log.stream();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  log.close();
  return { text: readFileSync(file, 'utf8'), lines };
}

describe('the log of a program', () => {
  test('holds every line, and a progress bar once', () => {
    const { text, lines } = written([
      Buffer.from('begin\r\n  0%| 0/2\r 50%| 1/2\r100%| 2/2\n\nloss 0.5\r\nend'),
    ]);
    expect(text).toBe('begin\n100%| 2/2\n\nloss 0.5\nend\n');
    expect(lines).toEqual(['begin', '  0%| 0/2', ' 50%| 1/2', '100%| 2/2', 'loss 0.5', 'end']);
  });

  test('keeps the last state of a bar that was broken off', () => {
    expect(written([Buffer.from('  0%| 0/2\r 50%| 1/2\r')]).text).toBe(' 50%| 1/2\n');
  });

  test('does not depend on where the stream was cut', () => {
    const folder = temporaryFolder();
    const piece = fc.constantFrom('a', 'é', '日', '\n', '\r', '\r\n', ' 3/4');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.array(fc.nat(30), { maxLength: 4 }),
        (words, cuts) => {
          const bytes = Buffer.from(words.join(''));
          const borders = [
            0,
            ...cuts.filter((cut) => cut <= bytes.length).sort((a, b) => a - b),
            bytes.length,
          ];
          const chunks = borders.slice(1).map((border, index) => bytes.subarray(borders[index], border));
          expect(written(chunks, folder)).toEqual(written([bytes], folder));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('numbers the lines of its tail as the file has them, those of an earlier attempt counted', () => {
    const file = join(temporaryFolder(), 'train.log');
    writeFileSync(file, 'first\nsecond\n');
    const log = new ProgramLog(file, () => undefined);
    log.stream().write(Buffer.from('third\nfourth\n'));
    expect(log.tail()).toEqual({ file, firstLine: 3, lines: ['third', 'fourth'] });
    log.close();
  });
});
