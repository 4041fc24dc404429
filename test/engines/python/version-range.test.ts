import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockVersions } from '../../../src/engines/python/lock-versions.ts';
import { isInRange } from '../../../src/engines/python/version-range.ts';

describe('ranges of versions', () => {
  test.each([
    ['4.57.6', '4.57.6', true],
    ['4.57.6', '4.57', false],
    ['2.9.0', '2.9', true],
    ['2.9.1+cu128', '2.9.1', true],
    ['2.9.1+cu128', '2.9.1+cpu', false],
    ['2.3.1', '2.3.*', true],
    ['2.30.1', '2.3.*', false],
    ['2.3', '2.3.*', true],
    ['4.57.6', '>=4.54.0,<5.0.0', true],
    ['5.0.0', '>=4.54.0,<5.0.0', false],
    ['5.0.0rc1', '<5.0.0', true],
    ['0.1.15.post2', '>0.1.15', true],
    ['0.9.10', '>0.9.9', true],
    ['4.57.0', '!=4.57.0', false],
  ])('%s meets %s: %s', (version, range, meets) => {
    expect(isInRange(version, range)).toBe(meets);
  });

  test('order versions by numbers', () => {
    const release = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(release, release, (left, right) => {
        const [a, b] = [left.join('.'), right.join('.')];
        const order = [0, 1, 2, 3].map((i) => (left[i] ?? 0) - (right[i] ?? 0)).find((x) => x !== 0) ?? 0;
        expect(isInRange(a, `<${b}`)).toBe(order < 0);
        expect(isInRange(a, `>=${b}`)).toBe(order >= 0);
        expect(isInRange(a, b)).toBe(order === 0);
      }),
    );
  });

  test('are refused where they are none', () => {
    expect(() => isInRange('1.0', 'about 1')).toThrow('"about 1" is no range');
  });
});

describe('the versions in a lock', () => {
  test('are read by the names of PyPI, whatever stands around them', () => {
    const text = [
      '# made by hand',
      'torch==2.9.1 \\',
      '    --hash=sha256:00ff',
      'Ruamel.Yaml_clib==0.2 ; python_version < "3.13"',
      'ray[default]==2.60.0',
      'numpy>=2',
      'omegaconf==2.3.*',
      '',
    ].join('\n');
    expect(lockVersions(text)).toEqual({ torch: '2.9.1', 'ruamel-yaml-clib': '0.2', ray: '2.60.0' });
  });
});
