import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Stamp } from '../../../src/identity/file-memory.ts';
import { decodeLooked, encodeLooked, looked } from '../../../src/runner/plan/looked-file.ts';

const path = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
const number = fc.oneof(fc.nat(), fc.double({ min: 0, max: 2e12, noNaN: true }), fc.constant(-1));
const stamps = fc
  .array(fc.tuple(path, fc.tuple(number, number, number, number)))
  .map((entries): ReadonlyMap<string, Stamp> => new Map(entries));
const header = fc.record({ version: fc.nat(), words: fc.array(fc.string({ unit: 'grapheme' })) });

test('paths and stamps are read as they were written', () => {
  fc.assert(
    fc.property(header, fc.array(stamps, { maxLength: 3 }), (head, maps) => {
      const lists = maps.map(looked);
      expect(decodeLooked(encodeLooked(head, lists))).toEqual({ header: head, lists });
    }),
  );
});

test('bytes of which one is another, or a part is missing, are none', () => {
  fc.assert(
    fc.property(header, stamps, fc.nat(), fc.boolean(), (head, map, place, isCut) => {
      const bytes = encodeLooked(head, [looked(map)]);
      const at = place % bytes.length;
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      expect(decodeLooked(isCut ? bytes.subarray(0, at) : flipped)).toBeUndefined();
    }),
  );
});
