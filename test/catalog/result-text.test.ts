import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QueryResult, ResultValue } from '../../src/catalog/query-result.ts';
import { formatCsv, formatJson, formatJsonLines } from '../../src/catalog/result-text.ts';
import { formatTable } from '../../src/cli/result-table.ts';

function result(types: readonly string[], ...rows: (readonly ResultValue[])[]): QueryResult {
  return { columns: types.map((type, index) => ({ name: `c${index}`, type })), rows };
}

const joined = (pieces: Iterable<string>): string => [...pieces].join('');

describe('CSV', () => {
  test('quotes commas, quotes and line breaks, and tells null from the empty text', () => {
    const rows = result(['VARCHAR', 'VARCHAR'], ['a,b', 'say "x"'], ['two\nlines', null], ['', 'größe']);
    expect(joined(formatCsv(rows))).toBe('c0,c1\n"a,b","say ""x"""\n"two\nlines",\n"",größe\n');
  });

  test('holds lists and objects as JSON, and numbers with all their digits', () => {
    const rows = result(
      ['BIGINT', 'DOUBLE', 'VARCHAR[]', 'STRUCT'],
      [2n ** 70n, 0.1 + 0.2, ['a', null], { n: 3n }],
    );
    expect(joined(formatCsv(rows))).toBe(
      'c0,c1,c2,c3\n1180591620717411303424,0.30000000000000004,"[""a"",null]","{""n"":3}"\n',
    );
  });
});

describe('JSON', () => {
  test('has whole numbers with all their digits, and null for NaN', () => {
    const rows = result(['HUGEINT', 'DOUBLE', 'MAP'], [2n ** 70n, Number.NaN, { k: [1n, { x: null }] }]);
    expect(joined(formatJson(rows))).toBe(
      '[\n{"c0":1180591620717411303424,"c1":null,"c2":{"k":[1,{"x":null}]}}\n]\n',
    );
    expect(joined(formatJson(result(['DOUBLE'])))).toBe('[]\n');
  });

  test('lines parse one by one to the rows', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(null), fc.boolean(), fc.integer());
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        const lines = joined(formatJsonLines(result(['VARCHAR', 'VARCHAR'], ...rows))).split('\n');
        expect(lines.pop()).toBe('');
        expect(lines.map((line) => Object.values(JSON.parse(line)))).toEqual(rows);
      }),
    );
  });
});

describe('a column of the type JSON', () => {
  test('is in JSON what it holds, on one line, and in CSV its text', () => {
    const rows = result(['JSON', 'VARCHAR'], ['{"a":\n [1, "x\\n"]}', '{}'], [null, null]);
    expect(joined(formatJsonLines(rows))).toBe(
      '{"c0":{"a":  [1, "x\\n"]},"c1":"{}"}\n{"c0":null,"c1":null}\n',
    );
    expect(joined(formatCsv(result(['JSON'], ['[1]'])))).toBe('c0\n[1]\n');
  });
});

describe('the table for people', () => {
  test('aligns numbers to the right and texts to the left, wide characters too', () => {
    const rows = result(
      ['VARCHAR', 'DOUBLE', 'BIGINT'],
      ['SciERC', 61.4829384719, 3n],
      ['深層', 5, 12n],
      ['e\u0301', null, null],
    );
    expect(joined(formatTable(rows))).toBe(
      [
        'c0             c1    c2',
        '──────  ─────────  ────',
        'SciERC  61.482938     3',
        '深層            5    12',
        'e\u0301            null  null',
        '',
      ].join('\n'),
    );
  });

  test('keeps a row on one line, cuts long texts, and lets none steer the terminal', () => {
    const rows = result(['VARCHAR'], ['two\nlines \u001b[31mred'], ['x'.repeat(200)]);
    const lines = joined(formatTable(rows)).split('\n');
    expect(lines[2]).toBe('two\\nlines \\u001b[31mred');
    expect(lines[3]).toBe(`${'x'.repeat(79)}…`);
    expect(lines).toHaveLength(5);
  });
});
