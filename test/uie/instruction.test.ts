import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInstruction, renderInstruction } from '../../src/uie/instruction.ts';
import type { Schema } from '../../src/uie/records.ts';
import { schemas } from './structures.ts';

const style = fc.constantFrom('cm', 'sa');

function rolesOf(schema: Schema): readonly string[] {
  return schema.task === 'ee' ? [...new Set(schema.types.flatMap((type) => type.roles))] : [];
}

describe('instructions', () => {
  test('parsing gives back task, types, roles and style of every instruction', () => {
    fc.assert(
      fc.property(schemas, style, (schema, style) => {
        expect(parseInstruction(renderInstruction(schema, style))).toEqual({
          task: schema.task,
          types: schema.types.map((type) => (typeof type === 'string' ? type : type.name)),
          roles: rolesOf(schema),
          concise: style === 'sa' && schema.task !== 'ner',
        });
      }),
    );
  });

  test('roles stand once each, in the order in which the types bring them', () => {
    const schema: Schema = {
      task: 'ee',
      types: [
        { name: 'raid', roles: ['Target', 'Agent'] },
        { name: 'sale', roles: ['Agent', 'Price'] },
      ],
    };
    expect(renderInstruction(schema, 'cm')).toContain(
      'Valid roles include: [Target, Agent, Price]. The user input is:',
    );
  });

  test.each([
    ['another prompt', 'Extract all persons. The user input is:'],
    [
      'an instruction with the text behind it',
      `${renderInstruction({ task: 're', types: ['led'] }, 'cm')} Ada led Orix`,
    ],
    [
      'a wrong number of slots',
      renderInstruction({ task: 'ner', types: ['a'] }, 'cm').replace('1 slots', '2 slots'),
    ],
    ['nothing', ''],
  ])('%s is refused', (_, instruction) => {
    expect(() => parseInstruction(instruction)).toThrow(
      expect.objectContaining({ code: 'PROUIE_INSTRUCTION' }),
    );
  });
});
