import { join, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInnerPath } from '../src/inner-path.ts';

test.each(['a', 'a/b.txt', 'deep/er/..c', '...', 'a b', 'ü', '__proto__', "'; drop"])(
  '%j stays inside',
  (name) => {
    expect(isInnerPath(name)).toBe(true);
  },
);

test.each(['', '.', '..', '/a', 'a/', 'a//b', '../a', 'a/../../b', 'a/.', '..\\a', 'a\0b', 'a\nb'])(
  '%j does not stay inside, or is no name',
  (name) => {
    expect(isInnerPath(name)).toBe(false);
  },
);

test('whatever stays inside is joined to a path below the folder', () => {
  const part = fc.oneof(fc.constantFrom('.', '..', '', '/', '\\', 'a'), fc.string());
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const name = parts.join('/');
      fc.pre(isInnerPath(name));
      expect(join('/folder', name).startsWith(`/folder${sep}`)).toBe(true);
    }),
  );
});
