import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitTable } from '../../src/cli/fitted-table.ts';
import { oneLine } from '../../src/cli/one-line.ts';
import { leftColumn, rightColumn } from '../../src/cli/text-table.ts';
import { displayWidth } from '../../src/text-width.ts';

describe('a fitted table', () => {
  test('stands in columns, numbers at the right', () => {
    const columns = [leftColumn('letter'), rightColumn('f1')];
    const rows = [
      ['深層', '7.25'],
      ['b', '61.5'],
    ];
    expect([...fitTable(columns, rows, 80)]).toEqual([
      'letter    f1',
      '──────  ────',
      '深層    7.25',
      'b       61.5',
    ]);
  });

  test('cuts the widest columns first, and leaves columns out that have no room', () => {
    const columns = ['a', 'b', 'c'].map(leftColumn);
    const row = ['short', 'x'.repeat(30), 'y'.repeat(50)];
    expect([...fitTable(columns, [row], 29)][2]).toBe(`short  ${'x'.repeat(9)}…  ${'y'.repeat(9)}…`);
    expect([...fitTable(columns, [row], 15)]).toEqual([
      'a      b',
      '─────  ────────',
      'short  xxxxxxx…',
      '… and 1 more c…',
    ]);
  });

  test('cuts the line on left-out columns as well', () => {
    const columns = Array.from({ length: 12 }, (_, index) => leftColumn(`column ${index}`));
    expect([...fitTable(columns, [], 20)].at(-1)).toBe('… and 10 more colum…');
  });

  test('is never wider than the terminal', () => {
    const anyTable = fc.integer({ min: 1, max: 12 }).chain((count) =>
      fc.record({
        heads: fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }).map(oneLine), {
          minLength: count,
          maxLength: count,
        }),
        rows: fc.array(
          fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }).map(oneLine), {
            minLength: count,
            maxLength: count,
          }),
          { maxLength: 4 },
        ),
        side: fc.constantFrom('left' as const, 'right' as const),
        width: fc.integer({ min: 20, max: 120 }),
      }),
    );
    fc.assert(
      fc.property(anyTable, ({ heads, rows, side, width }) => {
        const lines = [
          ...fitTable(
            heads.map((head) => ({ head, side })),
            rows,
            width,
          ),
        ];
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.length).toBeGreaterThanOrEqual(rows.length + 2);
      }),
    );
  });
});

test('a text on one line holds no control characters, and others as they were', () => {
  expect(oneLine('a\nb\t\u001b[31m\u007f 深')).toBe('a\\nb\\t\\u001b[31m\\u007f 深');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/\p{Cc}/u.test(oneLine(text))));
});
