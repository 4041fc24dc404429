import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineTail } from '../../../src/runner/following/line-tail.ts';
import { temporaryFolder } from '../../end-to-end/temporary-folder.ts';

describe('a file of lines that is followed', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'events.jsonl');

  test('gives the same whole lines, in whatever pieces they are written', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat()), fc.string(), (lines, cuts, cutOff) => {
        writeFileSync(path, '');
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join('') + cutOff.replaceAll('\n', ' '));
        const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])];
        places.sort((a, b) => a - b);
        const tail = new LineTail(path);
        const seen = places.flatMap((from, index) => {
          appendFileSync(path, bytes.subarray(from, places[index + 1] ?? from));
          return tail.read();
        });
        expect(seen).toEqual(lines);
        expect(tail.read()).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test('has no lines before it is there', () => {
    rmSync(path, { force: true });
    const tail = new LineTail(path);
    expect(tail.read()).toEqual([]);
    writeFileSync(path, 'one\ntwo');
    expect(tail.read()).toEqual(['one']);
    appendFileSync(path, '\n');
    expect(tail.read()).toEqual(['two']);
  });
});
