import { describe, expect, test } from 'vitest';
import { encodeTarget } from '../../src/uie/encode.ts';
import type { Schema, Structure } from '../../src/uie/records.ts';

const places: Schema = { task: 'ner', types: ['10', 'b', '2', '__proto__'] };

describe('target strings', () => {
  test('keys stand in schema order, names like 10 and __proto__ among them', () => {
    const gold: Structure = { task: 'ner', entities: [{ type: '__proto__', text: 'Oss' }] };
    expect(encodeTarget('Oss', places, gold, 'cm')).toBe('{"10": "", "b": "", "2": "", "__proto__": "Oss"}');
  });

  test('the streamlined style leaves out empty relations and events, and keeps empty entities', () => {
    const types = ['led', 'left'];
    expect(encodeTarget('', { task: 're', types }, { task: 're', relations: [] }, 'sa')).toBe('{}');
    expect(encodeTarget('', { task: 'ner', types }, { task: 'ner', entities: [] }, 'sa')).toBe(
      '{"led": "", "left": ""}',
    );
  });

  test('a value stands where it first occurs as a word, letters and digits of any script counted as words', () => {
    const gold: Structure = {
      task: 'ner',
      entities: ['路', 'é', 'Oss'].map((text) => ({ type: 'b', text })),
    };
    const values = encodeTarget('été Ossé Oss 水路 路 é', { task: 'ner', types: ['b'] }, gold, 'cm');
    expect(values).toBe('{"b": "Oss | 路 | é"}');
  });

  test('pairs that read alike but are cut elsewhere are both written', () => {
    const gold: Structure = {
      task: 're',
      relations: [
        { type: 'led', head: 'a', tail: 'b, c' },
        { type: 'led', head: 'a, b', tail: 'c' },
        { type: 'led', head: 'a', tail: 'b, c' },
      ],
    };
    expect(encodeTarget('a, b, c', { task: 're', types: ['led'] }, gold, 'cm')).toBe(
      '{"led": "a, b, c | a, b, c"}',
    );
  });

  test('a gold type that the schema lacks is an error, not a silent loss', () => {
    const gold: Structure = { task: 'ner', entities: [{ type: 'person', text: 'Oss' }] };
    expect(() => encodeTarget('Oss', places, gold, 'cm')).toThrow(
      expect.objectContaining({
        code: 'PROUIE_TYPE_OUTSIDE_SCHEMA',
        message: 'The gold type "person" is not in the schema.',
      }),
    );
  });
});
