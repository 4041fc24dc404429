import { describe, expect, test } from 'vitest';
import { RELATION_NAMES, RELATIONS, type RelationName } from '../../../src/catalog/relations.ts';
import { completeLine } from '../../../src/cli/sql/completion.ts';

const KNOWN = {
  relations: RELATION_NAMES,
  columnsOf: (relation: string) => RELATIONS[relation as RelationName].map((column) => column.name),
  commands: ['.help', '.schema', '.exit'],
  queries: ['ablation', 'worst'],
};
const complete = (line: string, before = ''): readonly string[] => completeLine(before, line, KNOWN)[0];

describe('completion at the prompt', () => {
  test('behind FROM and JOIN relations alone are offered', () => {
    expect(complete('FROM me')).toEqual(['metrics']);
    expect(complete('SELECT 1 FROM nodes JOIN ru')).toEqual(['runs']);
  });

  test('columns are those of the relations that the statement names, in earlier lines too', () => {
    expect(complete('WHERE prec', 'FROM metrics')).toEqual(['precision']);
    expect(complete('WHERE prec', 'FROM runs')).toEqual([]);
    expect(complete('SELECT m.preci', '')).toEqual(['precision']);
  });

  test('key words are offered in either case', () => {
    expect(complete('sel')).toEqual(['SELECT']);
    expect(complete('SELECT dataset FROM metrics GR')).toEqual(['GROUP']);
  });

  test('the commands of the prompt and named queries are completed at its beginning only', () => {
    expect(complete('.s')).toEqual(['.schema']);
    expect(complete('.schema cu')).toEqual(['curves']);
    expect(complete('@a')).toEqual(['@ablation']);
    expect(complete('@a', 'SELECT')).toContain('AND');
  });

  test('nothing is offered where no word was begun', () => {
    expect(complete('SELECT ')).toEqual([]);
  });
});
