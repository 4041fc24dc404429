import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeOutput } from '../../src/uie/decode.ts';
import { encodeTarget } from '../../src/uie/encode.ts';
import { JSON_LAYOUTS } from '../../src/uie/json-layout.ts';
import { type Example, type Schema, STYLES, TASKS } from '../../src/uie/records.ts';
import { examples, itemSet } from './structures.ts';

/**
 * What the format itself cannot tell apart: a pair that can be cut at another comma with both sides in the text, and
 * a trigger that holds `: ` without an argument behind it.
 */
function isAmbiguous({ text, gold }: Example): boolean {
  if (gold.task === 'ee')
    return gold.events.some(({ trigger, arguments: all }) => trigger.includes(': ') && all.length === 0);
  if (gold.task !== 're') return false;
  return gold.relations.some(({ head, tail }) => {
    const pair = `${head}, ${tail}`;
    const cuts = [...pair.matchAll(/,(?= |$)/g)].map(({ index }) => [
      pair.slice(0, index).trim(),
      pair.slice(index + 1).trim(),
    ]);
    return cuts.filter(([a, b]) => a !== '' && b !== '' && text.includes(a!) && text.includes(b!)).length > 1;
  });
}

const raid: Schema = { task: 'ee', types: [{ name: 'raid', roles: ['Agent', 'Place'] }] };
const person: Schema = { task: 'ner', types: ['person'] };

describe('decoding', () => {
  test('gives back every gold structure that was encoded, as sets, in both styles and all layouts', () => {
    fc.assert(
      fc.property(
        examples,
        fc.constantFrom(...STYLES),
        fc.constantFrom(...JSON_LAYOUTS),
        (example, style, layout) => {
          fc.pre(!isAmbiguous(example));
          const decoded = decodeOutput(
            encodeTarget(example.text, example.schema, example.gold, style, layout),
            example,
          );
          expect(decoded).toMatchObject({ malformed: false, repairs: [] });
          expect(itemSet(decoded.structure)).toEqual(itemSet(example.gold));
        },
      ),
      { numRuns: 3000 },
    );
  });

  const fragments = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    ' | ',
    '; ',
    ': ',
    ', ',
    '\\',
    '\\u00',
    '```json\n',
    '```',
    '</think>',
    '\n',
    'Agent',
    'raid',
    'person',
    'Oss',
    '1',
    'null',
    'true',
    '\ud800',
  );
  const noise = fc
    .array(fc.oneof(fragments, fc.string({ maxLength: 3 })), { maxLength: 40 })
    .map((parts) => parts.join(''));

  test('never throws on any string, whatever is known of task, schema and text', () => {
    fc.assert(
      fc.property(
        noise,
        fc.constantFrom(...TASKS),
        fc.boolean(),
        fc.boolean(),
        (output, task, hasSchema, hasText) => {
          const schema = task === 'ee' ? raid : { task, types: ['person'] };
          const context = {
            task,
            schema: hasSchema ? schema : undefined,
            text: hasText ? 'Oss , raided A | B, Oss' : undefined,
          };
          const { structure, malformed } = decodeOutput(output, context);
          expect(structure.task).toBe(task);
          if (malformed) expect(itemSet(structure)).toEqual([]);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('an answer cut off anywhere behind its first value still gives the values before the cut', () => {
    fc.assert(
      fc.property(examples, fc.nat(), (example, at) => {
        const target = encodeTarget(example.text, example.schema, example.gold, 'cm');
        const first = target.indexOf('", "');
        fc.pre(first > 0);
        const cut = target.slice(0, first + 1 + (at % (target.length - first)));
        const decoded = decodeOutput(cut, example);
        expect(decoded.malformed).toBe(false);
        const key = example.schema.types[0]!;
        const ofFirst = (type: string): boolean => type === (typeof key === 'string' ? key : key.name);
        const wanted = decodeOutput(`${target.slice(0, first + 1)}}`, example);
        expect(itemSet(decoded.structure).filter((item) => ofFirst(JSON.parse(item)[0]))).toEqual(
          itemSet(wanted.structure),
        );
      }),
    );
  });

  test('names what had to be mended', () => {
    const repairsOf = (output: string) =>
      decodeOutput(output, { task: 'ner', schema: person, text: 'Oss' }).repairs;
    expect(repairsOf('{"person": "Oss"}')).toEqual([]);
    expect(repairsOf('<think>hm</think>{"person": "Oss"}')).toEqual(['thinking']);
    expect(repairsOf('```json\n{"person": "Oss"}\n```')).toEqual(['fence']);
    expect(repairsOf('Here: {"person": "Oss"}')).toEqual(['surroundings']);
    expect(repairsOf('{"person": "Oss')).toEqual(['unclosed']);
    expect(repairsOf('{"person": "Oss", "loc')).toEqual(['unclosed', 'cut']);
    expect(repairsOf('{"person": "Oss", "animal": ""}')).toEqual(['unknown-key']);
  });

  test('long garbage is given up in one pass, not once for every comma', () => {
    const garbage = `{x${', , "y" : '.repeat(100_000)}`;
    expect(decodeOutput(garbage, { task: 'ner', schema: person }).malformed).toBe(true);
    const late = `{"person": "Oss"${', x'.repeat(100_000)}`;
    expect(itemSet(decodeOutput(late, { task: 'ner', schema: person }).structure)).toEqual([
      '["person","Oss"]',
    ]);
  });

  test('keys keep the order of the answer, numbers among them', () => {
    const { structure } = decodeOutput('{"b": "x", "10": "y", "2": "z"}', { task: 'ner' });
    expect(structure).toEqual({
      task: 'ner',
      entities: [
        { type: 'b', text: 'x' },
        { type: '10', text: 'y' },
        { type: '2', text: 'z' },
      ],
    });
  });

  test('without a text the first comma that is not behind a blank parts a pair', () => {
    const { structure } = decodeOutput('{"led": "Oss , Inc., Ada"}', { task: 're' });
    expect(itemSet(structure)).toEqual(['["led","Oss , Inc.","Ada"]']);
  });

  test('types and roles of the schema match with their white space squeezed', () => {
    const schema: Schema = { task: 'ee', types: [{ name: ' big  raid', roles: ['the  Agent'] }] };
    const { structure, repairs } = decodeOutput('{"big raid": "hit: the Agent: Oss"}', {
      task: 'ee',
      schema,
    });
    expect(itemSet(structure)).toEqual([JSON.stringify(['big raid', 'hit', ['["the Agent","Oss"]']])]);
    expect(repairs).toEqual([]);
  });
});
