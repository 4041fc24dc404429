import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readQueries } from '../../src/corpora/queries.ts';
import { parseSlotCard } from '../../src/corpora/slot-card.ts';
import { textSource } from '../../src/corpora/source.ts';
import { readQueryLexicon } from '../../src/corpora/synthetic/query-lexicon.ts';
import { synthesizeQueries } from '../../src/corpora/synthetic/query-rows.ts';
import type { EntitySchema, Example } from '../../src/uie/records.ts';

const packageRoot = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
const SCHEMA: EntitySchema = { task: 'ner', types: ['body', 'location'] };

async function queriesOf(...lines: readonly string[]): Promise<readonly Example[]> {
  const queries: Example[] = [];
  for await (const query of readQueries(textSource('queries.jsonl', lines.join('\n')), 'queries', SCHEMA))
    queries.push(query);
  return queries;
}

describe('a file of queries', () => {
  test('has slots as strings or as entities', async () => {
    const queries = await queriesOf(
      '{"id":"a","text":"lamps and cups in Lund","slots":{"body":"lamps | cups","location":" Lund "}}',
      '',
      '{"text":"lamps","gold":{"entities":[{"type":"body","text":"lamps"}]}}',
      '{"id":"c","text":"hm","slots":{"body":""}}',
    );
    expect(queries.map(({ id, split, gold }) => [id, split, gold])).toEqual([
      [
        'a',
        'test',
        {
          task: 'ner',
          entities: [
            { type: 'body', text: 'lamps' },
            { type: 'body', text: 'cups' },
            { type: 'location', text: 'Lund' },
          ],
        },
      ],
      ['3', 'test', { task: 'ner', entities: [{ type: 'body', text: 'lamps' }] }],
      ['c', 'test', { task: 'ner', entities: [] }],
    ]);
  });

  test.each([
    ['{"text":"x","slots":{"bdoy":"x"}}', 'PROUIE_SLOT_UNKNOWN', 'Did you mean "body"?'],
    ['{"text":"x","slots":{"body":3}}', 'PROUIE_RECORD', 'docs/data.md'],
    ['{"text":"x"}', 'PROUIE_RECORD', 'docs/data.md'],
    ['{"slots":{}}', 'PROUIE_RECORD', 'docs/data.md'],
    ['{"text":', 'PROUIE_JSON', 'one complete JSON value'],
    ['{"id":"a","text":"x","slots":{}}', 'PROUIE_REPEATED_ID', 'one query'],
  ])('names file and line of what is wrong: %s', async (line, code, hint) => {
    await expect(queriesOf('{"id":"a","text":"y","slots":{}}', line)).rejects.toMatchObject({
      code,
      location: { file: 'queries.jsonl', line: 2 },
      hint: expect.stringContaining(hint) as string,
    });
  });
});

describe('the card of queries', () => {
  test('has the six slots of Table 10', () => {
    const card = parseSlotCard(read('data/slots/queries.yaml'), 'data/slots/queries.yaml');
    expect(card.slots.map(({ name }) => name)).toEqual([
      'body',
      'action',
      'environment',
      'location',
      'number',
      'source',
    ]);
  });

  const card = (slots: string): string => `id: mine\nname: mine\nslots: ${slots}\nfile: mine.jsonl\n`;
  test('may be another one', () => {
    expect(parseSlotCard(card('[{ name: colour, definition: what colour }]'), 'mine.yaml')).toMatchObject({
      id: 'mine',
      slots: [{ name: 'colour' }],
      remarks: [],
    });
  });

  test.each([
    ['[]', 3],
    ['[{ name: "a, b", definition: c }]', 3],
    ['[{ name: a, definition: c }, { name: a, definition: d }]', 3],
  ])('with slots that no prompt can hold is refused: %s', (slots, line) => {
    expect(() => parseSlotCard(card(slots), 'mine.yaml')).toThrow(
      expect.objectContaining({
        code: 'PROUIE_INVALID',
        location: expect.objectContaining({ line }) as object,
      }),
    );
  });
});

describe('synthetic queries', () => {
  const lexicon = readQueryLexicon({
    words: parse(read('data/synthetic/words.yaml')) as unknown,
    queries: parse(read('data/synthetic/queries.yaml')) as unknown,
  });
  const { slots } = parseSlotCard(read('data/slots/queries.yaml'), 'queries.yaml');
  const set = { id: 'queries', schema: { task: 'ner', types: slots.map(({ name }) => name) } } as const;
  const made = synthesizeQueries(set, lexicon, { seed: 20, count: 500 });

  test('are the same for the same seed, and more of them leave the first as they are', () => {
    expect(synthesizeQueries(set, lexicon, { seed: 20, count: 40 })).toEqual(made.slice(0, 40));
    expect(synthesizeQueries(set, lexicon, { seed: 21, count: 40 })).not.toEqual(made.slice(0, 40));
  });

  test('have values that stand in the text, in the order of the text within a slot', () => {
    for (const { text, gold } of made) {
      if (gold.task !== 'ner') throw new Error('no entities');
      for (const { text: value } of gold.entities) expect(text).toContain(value);
      for (const slot of set.schema.types) {
        const places = gold.entities
          .filter(({ type }) => type === slot)
          .map(({ text: value }) => text.indexOf(value));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
      expect(text).not.toMatch(/[{}]/);
    }
  });

  test('fill every slot in some and leave it empty in others, and twice in a few', () => {
    const counts = set.schema.types.map((slot) =>
      made.map(({ gold }) =>
        gold.task === 'ner' ? gold.entities.filter(({ type }) => type === slot).length : 0,
      ),
    );
    for (const [index, slot] of set.schema.types.entries()) {
      const filled = counts[index]!.filter((count) => count > 0).length;
      expect(filled, slot).toBeGreaterThan(100);
      if (slot !== 'body') expect(filled, slot).toBeLessThan(400);
    }
    expect(counts.flat().filter((count) => count > 1).length).toBeGreaterThan(50);
  });

  test('of a slot without words say what is missing', () => {
    const colours = { id: 'mine', schema: { task: 'ner', types: ['colour'] } } as const;
    expect(() => synthesizeQueries(colours, lexicon, { seed: 1, count: 1 })).toThrow(
      expect.objectContaining({ code: 'PROUIE_LEXICON_INCOMPLETE' }),
    );
    expect(() => readQueryLexicon({ words: {}, queries: {} })).toThrow(
      expect.objectContaining({ code: 'PROUIE_LEXICON_INVALID' }),
    );
  });
});
