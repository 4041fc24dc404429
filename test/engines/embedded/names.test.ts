import { describe, expect, test } from 'vitest';
import { zeroCheckpoint } from '../../../src/engines/embedded/checkpoint.ts';
import { generate } from '../../../src/engines/embedded/generate.ts';
import { renderInstruction } from '../../../src/uie/instruction.ts';
import type { Schema } from '../../../src/uie/records.ts';
import { ENTITY_SCHEMA, EVENT_SCHEMA, inventRows, RELATION_SCHEMA, toRow } from './invented-rows.ts';
import { BITS, shareExact, trainOn } from './trained.ts';

describe('names', () => {
  const schema: Schema = { task: 'ner', types: ['zeta', '10', '__proto__', '2', 'constructor'] };
  const texts = ['alpha beta', 'gamma beta', 'beta delta', 'alpha delta', 'delta gamma'];
  const rows = texts.map((text) =>
    toRow({
      text,
      schema,
      gold: {
        task: 'ner',
        entities: text.split(' ').flatMap((word) => {
          const type = { alpha: '10', beta: '__proto__', gamma: 'constructor' }[word];
          return type === undefined ? [] : [{ type, text: word }];
        }),
      },
    }),
  );

  test('such as 10 and __proto__ are learned and written like any other, in the order of the schema', async () => {
    const checkpoint = await trainOn(rows, { epochs: 10, featureDropout: 0 });
    expect(await shareExact(checkpoint, rows)).toBe(1);
    const [output] = await generate(checkpoint, [rows[0]!]);
    expect(output).toBe('{"zeta": "", "10": "alpha", "__proto__": "beta", "2": "", "constructor": ""}');
  });

  test('of roles are learned the same way', async () => {
    const roles = ['10', '__proto__'];
    const events = (text: string) => {
      const [agent, trigger, object] = text.split(' ');
      return [
        {
          type: 'toString',
          trigger: trigger!,
          arguments: [
            { role: '10', text: agent! },
            { role: '__proto__', text: object! },
          ],
        },
      ];
    };
    const acts = ['wolves chased hens', 'foxes chased geese', 'cats chased mice', 'owls chased voles'].map(
      (text) =>
        toRow({
          text,
          schema: { task: 'ee', types: [{ name: 'toString', roles }] },
          gold: { task: 'ee', events: events(text) },
        }),
    );
    const checkpoint = await trainOn(acts, { epochs: 10, featureDropout: 0 });
    expect(await shareExact(checkpoint, acts)).toBe(1);
  });

  test('that were never trained on add nothing to what is known of the others', async () => {
    const known = inventRows('ner', 40, 1);
    const checkpoint = await trainOn(known);
    const wider = renderInstruction({ task: 'ner', types: ['person', 'town', 'vessel', 'never seen'] }, 'cm');
    const [output] = await generate(checkpoint, [{ instruction: wider, input: known[0]!.input }]);
    expect(output).toContain('"never seen": ""');
  });
});

describe('an untrained policy', () => {
  test.each([ENTITY_SCHEMA, RELATION_SCHEMA, EVENT_SCHEMA])(
    'finds nothing in any text of task $task',
    async (schema) => {
      const instruction = renderInstruction(schema, 'cm');
      const prompts = ['', '   ', 'One word after another.'].map((input) => ({ instruction, input }));
      const outputs = await generate(zeroCheckpoint(BITS), prompts);
      expect(outputs).toEqual(
        schema.task === 'ner'
          ? Array(3).fill('{"person": "", "town": "", "vessel": ""}')
          : ['{}', '{}', '{}'],
      );
    },
  );
});

describe('a text without tokens', () => {
  test.each(['ner', 're', 'ee'] as const)('can be trained on and answered in task %s', async (task) => {
    const [row] = inventRows(task, 1, 1);
    const empty = { ...row!, input: '', output: '{}' };
    const checkpoint = await trainOn([empty, row!]);
    expect(await generate(checkpoint, [empty])).toHaveLength(1);
  });
});

describe('an instruction that is none of the paper', () => {
  const row = { instruction: 'Tell me a story. The user input is:', input: 'Once.', output: '{}' };

  test('is refused when training', async () => {
    await expect(trainOn([row])).rejects.toMatchObject({ code: 'PROUIE_INSTRUCTION' });
  });

  test('is refused when generating', async () => {
    await expect(generate(zeroCheckpoint(BITS), [row])).rejects.toMatchObject({ code: 'PROUIE_INSTRUCTION' });
  });
});

test('a target that is no JSON object is refused with the number of its row', async () => {
  const rows = inventRows('re', 3, 1);
  const broken = [...rows, { ...rows[0]!, output: 'born in: Harrowby' }];
  await expect(trainOn(broken)).rejects.toMatchObject({
    code: 'PROUIE_TARGET_MALFORMED',
    message: expect.stringContaining('row 4'),
  });
});
