import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasStatement, isStatementEnded, parametersOf, sqlTokens } from '../../src/catalog/sql-tokens.ts';

describe('the parts of a query', () => {
  test('a statement is ended by a semicolon that stands in no text and no comment', () => {
    expect(isStatementEnded('SELECT 1;')).toBe(true);
    expect(isStatementEnded('SELECT 1; -- done')).toBe(true);
    expect(isStatementEnded('SELECT 1')).toBe(false);
    expect(isStatementEnded("SELECT ';")).toBe(false);
    expect(isStatementEnded("SELECT 'it''s;'")).toBe(false);
    expect(isStatementEnded('SELECT "a;')).toBe(false);
    expect(isStatementEnded('SELECT $$;')).toBe(false);
    expect(isStatementEnded('SELECT $tag$ ; $$ $tag$;')).toBe(true);
    expect(isStatementEnded('SELECT 1 /* ;')).toBe(false);
    expect(isStatementEnded('SELECT 1 -- ;')).toBe(false);
  });

  test('comments and semicolons alone are no statement', () => {
    expect(hasStatement('-- nothing\n;;')).toBe(false);
    expect(hasStatement('; FROM nodes')).toBe(true);
  });

  test('parameters are found outside of texts, each once', () => {
    expect(parametersOf(`SELECT $a, '$b', "$c", $$ $d $$, $e::INT -- $f\nWHERE x = $a`)).toEqual(['a', 'e']);
  });

  test('names in double quotes are names', () => {
    expect(sqlTokens('FROM "a ""b"').map(({ kind, text }) => [kind, text])).toEqual([
      ['word', 'FROM'],
      ['quoted', 'a "b'],
    ]);
  });

  test('every text can be split, and tokens stand where they say', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom("'", '"', '$$', '$a$', '--', '/*', '*/', ';', '\n', "E'\\", '$x'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const sql = pieces.join('');
        let end = 0;
        for (const { kind, text, start } of sqlTokens(sql)) {
          expect(start).toBeGreaterThanOrEqual(end);
          if (kind !== 'quoted' && kind !== 'parameter')
            expect(sql.slice(start, start + text.length)).toBe(text);
          end = start + 1;
        }
      }),
    );
  });
});
