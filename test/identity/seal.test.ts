import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seal, unseal } from '../../src/identity/seal.ts';

test('a sealed text is read back as it was', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => unseal(seal(text)) === text));
});

test('a sealed text in which one character is another, or of which a part is missing, is none', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.boolean(), (text, place, isCut) => {
      const sealed = seal(text);
      const at = place % sealed.length;
      const other = sealed[at] === 'a' ? 'b' : 'a';
      const damaged = isCut ? sealed.slice(0, at) : sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect(unseal(damaged)).toBeUndefined();
    }),
  );
});
