import { describe, expect, test } from 'vitest';
import { writeJson } from '../../src/uie/json-layout.ts';
import { type OrderedObject, readJson } from '../../src/uie/ordered-json.ts';
import {
  exampleToJson,
  predictionToJson,
  readExample,
  readPrediction,
  readTrainingRow,
  trainingRowToJson,
  withFields,
} from '../../src/uie/record-json.ts';
import { schemaSharer } from '../../src/uie/schema-json.ts';

const ner =
  '{"id":"n1","dataset":"toy","task":"ner","split":"test","text":"Ada in 10 Rooms","schema":{"types":["b","10","2","__proto__"]},"gold":{"entities":[{"type":"10","text":"10 Rooms"}]}}';
const re =
  '{"id":"r1","dataset":"toy","task":"re","split":"val","text":"Ada led Orix","schema":{"types":["led"]},"gold":{"relations":[{"type":"led","head":"Ada","tail":"Orix"}]}}';
const ee =
  '{"id":"e1","dataset":"toy","task":"ee","split":"train","text":"Ada left","schema":{"types":{"leave":["Who"],"2":[],"__proto__":["Who"]}},"gold":{"events":[{"type":"leave","trigger":"left","arguments":[{"role":"Who","text":"Ada"}]}]}}';

const location = { file: 'gold.jsonl', line: 7 };
const changed = (text: string, from: string, to: string) => readJson(text.replace(from, to));

describe('sharing schemas', () => {
  test('equal schemas become one object, and another order or task does not', () => {
    const share = schemaSharer();
    const first = share({ task: 'ner', types: ['a', 'b'] });
    expect(share({ task: 'ner', types: ['a', 'b'] })).toBe(first);
    expect(share({ task: 'ner', types: ['b', 'a'] }).types).toEqual(['b', 'a']);
    expect(share({ task: 're', types: ['b', 'a'] }).task).toBe('re');
    const raid = share({ task: 'ee', types: [{ name: 'raid', roles: ['Agent'] }] });
    expect(share({ task: 'ee', types: [{ name: 'raid', roles: ['Agent'] }] })).toBe(raid);
    expect(share({ task: 'ee', types: [{ name: 'raid', roles: [] }] })).not.toBe(raid);
  });
});

describe('records in JSON', () => {
  test('an example is written as it was read, names like 10 and __proto__ at their places', () => {
    for (const text of [ner, re, ee])
      expect(writeJson(exampleToJson(readExample(readJson(text))))).toBe(text);
  });

  test('spans and other unknown fields do not disturb reading', () => {
    const withSpans = changed(ner, '"text":"10 Rooms"', '"text":"10 Rooms","spans":[[2,4]]');
    expect(readExample(withSpans)).toEqual(readExample(readJson(ner)));
  });

  test('a record that passes through keeps its unknown fields at their places', () => {
    const record = readJson('{"note":[1],"id":"n1","text":"old","spans":[[0,1]]}') as OrderedObject;
    expect(writeJson(withFields(record, { text: 'new', split: 'test' }))).toBe(
      '{"note":[1],"id":"n1","text":"new","spans":[[0,1]],"split":"test"}',
    );
  });

  test('predictions and training rows are written as they were read', () => {
    for (const text of [
      '{"id":"a","output":"{}"}',
      '{"id":"a","output":"{","finishReason":"length","tokens":12}',
    ]) {
      expect(writeJson(predictionToJson(readPrediction(readJson(text))))).toBe(text);
    }
    const row = '{"instruction":"i","input":"t","output":"{}"}';
    expect(writeJson(trainingRowToJson(readTrainingRow(readJson(row))))).toBe(row);
  });

  test.each([
    ['a missing field', changed(ner, '"id":"n1",', ''), '`id`: expected a string, found nothing.'],
    [
      'an unknown task',
      changed(ner, '"task":"ner"', '"task":"nre"'),
      '`task`: expected "ner" or "re" or "ee", found "nre".',
    ],
    [
      'a mention without text',
      changed(ner, '"text":"10 Rooms"', '"text":3'),
      '`gold.entities[0].text`: expected a string, found 3.',
    ],
    [
      'types as a list for events',
      changed(ee, '{"leave":["Who"],"2":[],"__proto__":["Who"]}', '["leave"]'),
      '`schema.types`: expected an object, found a list.',
    ],
    [
      'a type listed twice',
      changed(re, '["led"]', '["led","led"]'),
      '`schema.types[1]`: expected each name once, found "led".',
    ],
    [
      'a role that is no string',
      changed(ee, '"2":[]', '"2":[null]'),
      '`schema.types.2[0]`: expected a string, found null.',
    ],
    [
      'arguments left out',
      changed(ee, ',"arguments":[{"role":"Who","text":"Ada"}]', ''),
      '`gold.events[0].arguments`: expected a list, found nothing.',
    ],
    ['a record that is no object', readJson('[]'), 'A record: expected an object, found a list.'],
  ])('%s is an error that names the field and the line', (_, value, message) => {
    expect(() => readExample(value, location)).toThrow(
      expect.objectContaining({ code: 'PROUIE_RECORD', message, location }),
    );
  });
});
