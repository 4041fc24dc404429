import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseCheckedYaml } from '../src/checked-yaml.ts';
import { failureOf } from './failure.ts';

const read = (text: string) => parseCheckedYaml(text, 'card.yaml', z.unknown(), 'card').value;

describe('a YAML file from outside', () => {
  test('whose aliases stand for more than any memory holds is refused', () => {
    const names = [...'abcdefghi'];
    const bomb = names.map((name, at) => {
      const items = Array.from({ length: 10 }, () => (at === 0 ? 'x' : `*${names[at - 1]}`));
      return `${name}: &${name} [${items.join(', ')}]\n`;
    });
    expect(failureOf(() => read(bomb.join('')))).toMatchObject({
      code: 'PROUIE_YAML',
      message: expect.stringContaining('The aliases of this card cannot be written out'),
      location: { file: 'card.yaml' },
    });
  });

  test.each([
    ['brackets', `a:\n  ${'['.repeat(60_000)}${']'.repeat(60_000)}\n`],
    ['braces over many lines', `a: ${'{b:\n'.repeat(60_000)}`],
    ['lists in one line', `a:\n  ${'- '.repeat(60_000)}x\n`],
  ])('that is nested too deeply by %s is refused with its line', (_how, text) => {
    expect(failureOf(() => read(text))).toMatchObject({
      code: 'PROUIE_YAML',
      message: 'This card is nested more than 100 levels deep.',
      location: { file: 'card.yaml', line: expect.any(Number) },
    });
  });

  test('that is far too large is refused', () => {
    expect(failureOf(() => read(`a: ${'x'.repeat(4_000_001)}`))).toMatchObject({ code: 'PROUIE_YAML' });
  });

  test('with a few anchors, and brackets that are balanced, is read', () => {
    const text = `base: &base {x: 1}\n${Array.from({ length: 200 }, (_, at) => `k${at}: [[a], [b]]\n`).join('')}other: *base\n`;
    expect(read(text)).toMatchObject({ k199: [['a'], ['b']], other: { x: 1 } });
  });
});
