import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answerer, openAnswerer } from '../../../src/cli/predict/answer.ts';
import {
  LONGEST_TEXT,
  type Request,
  type RequestSettings,
  requestReader,
} from '../../../src/cli/predict/request.ts';
import { isProuieError } from '../../../src/errors.ts';
import { randomStream } from '../../../src/random.ts';
import { trainedCheckpoint } from './checkpoint-folder.ts';

const NER: RequestSettings = {
  format: 'json',
  style: 'sa',
  task: 'ner',
  schema: { task: 'ner', types: ['person', 'town'] },
};
const OPEN: RequestSettings = { format: 'json', style: 'sa', task: undefined, schema: undefined };

const lineOf = (content: string | Uint8Array, number = 1) => {
  const bytes = Buffer.from(content as string);
  return { number, size: bytes.length, bytes };
};
const ask = (settings: RequestSettings, record: unknown) =>
  requestReader(settings)(lineOf(typeof record === 'string' ? record : JSON.stringify(record), 7));
/** The id and the code of what cannot be asked. */
const failure = (settings: RequestSettings, record: unknown) => {
  const asked = ask(settings, record);
  return asked !== undefined && 'error' in asked ? [asked.id, asked.error.code] : asked;
};

describe('a record', () => {
  test('without an id is known by its line', () => {
    expect(ask(NER, { text: 'Mira left.' })).toMatchObject({ id: '7', line: 7, text: 'Mira left.' });
    expect(ask(NER, { id: 'a', text: 'Mira left.' })).toMatchObject({ id: 'a', line: 7 });
  });

  test('may bring a task and a schema of its own, which count before those given', () => {
    const own = { text: 'x', task: 're', schema: { types: ['owns'] } };
    expect(ask(NER, own)).toMatchObject({ schema: { task: 're', types: ['owns'] } });
    expect(ask(NER, { text: 'x', schema: { types: ['ship'] } })).toMatchObject({
      schema: { types: ['ship'] },
    });
    expect(failure(NER, { id: 'a', text: 'x', task: 're' })).toEqual(['a', 'PROUIE_SCHEMA_MISSING']);
    expect(failure(OPEN, { id: 'a', text: 'x' })).toEqual(['a', 'PROUIE_SCHEMA_MISSING']);
  });

  test.each([
    ['{"id":"a","text":}', ['7', 'PROUIE_JSON']],
    ['[1]', ['7', 'PROUIE_RECORD']],
    ['{"id":3,"text":"x"}', ['7', 'PROUIE_RECORD']],
    ['{"id":"a"}', ['a', 'PROUIE_RECORD']],
    ['{"id":"a","text":"x","schema":{"types":["b","b"]}}', ['a', 'PROUIE_RECORD']],
    ['{"id":"a","text":"x","schema":{"types":["b, c"]}}', ['a', 'PROUIE_SCHEMA_NAMES']],
    ['{"id":"a","text":"x","schema":{"types":[]}}', ['a', 'PROUIE_SCHEMA_NAMES']],
    ['{"id":"a","text":"  \\n"}', ['a', 'PROUIE_TEXT_EMPTY']],
    ['{"id":"a","text":"b\\u0000"}', ['a', 'PROUIE_TEXT_BINARY']],
    [JSON.stringify({ id: 'a', text: 'b'.repeat(LONGEST_TEXT + 1) }), ['a', 'PROUIE_TEXT_TOO_LONG']],
  ])('that cannot be asked says why, under the id it has: %.50s', (line, expected) => {
    expect(failure(NER, line)).toEqual(expected);
  });

  test('as long as is allowed is asked', () => {
    expect(ask(NER, { text: 'b'.repeat(LONGEST_TEXT) })).toMatchObject({ id: '7' });
  });
});

describe('a line', () => {
  test('of white space asks nothing between JSON records, and is an empty text among texts', () => {
    expect(ask(NER, '  ')).toBeUndefined();
    expect(failure({ ...NER, format: 'text' }, '  ')).toEqual(['7', 'PROUIE_TEXT_EMPTY']);
  });

  test('of text is taken as it stands, without the end that another system writes', () => {
    expect(ask({ ...NER, format: 'text' }, '{"text":"x"} \r')).toMatchObject({
      id: '7',
      text: '{"text":"x"} ',
    });
  });

  test('that is no UTF-8, or too long to be held, says so', () => {
    const read = requestReader(NER);
    expect(read({ number: 2, size: 2, bytes: Buffer.from([0x22, 0xff]) })).toMatchObject({
      id: '2',
      error: { code: 'PROUIE_NOT_UTF8' },
    });
    expect(read({ number: 3, size: 5e6, bytes: undefined })).toMatchObject({
      id: '3',
      error: { code: 'PROUIE_LINE_TOO_LONG' },
    });
  });
});

test('a given schema that no instruction can hold is refused before any line', () => {
  expect(() => requestReader({ ...NER, schema: { task: 'ner', types: ['a, b'] } })).toThrow(
    expect.objectContaining({ code: 'PROUIE_SCHEMA_NAMES' }),
  );
});

describe('an answer', () => {
  let answer: Answerer;

  beforeAll(async () => {
    const { metadata, weights } = await trainedCheckpoint();
    const random = randomStream('noise');
    // A policy that finds something everywhere.
    answer = openAnswerer({ metadata, weights: weights.map((weight) => weight + random.next() - 0.5) }, true);
  });

  test('is one line of JSON for any text under any schema that can be asked', () => {
    const odd = fc.constantFrom(
      'person',
      '__proto__',
      '10',
      '2',
      'a | b',
      'x:',
      'a; b: c',
      'a  b',
      '"',
      '\\',
    );
    const name = fc.oneof(odd, fc.string({ unit: 'binary', minLength: 1, maxLength: 9 }));
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });
    const schema = fc.oneof(
      fc.record({ task: fc.constantFrom('ner', 're'), schema: fc.record({ types: names }) }),
      fc.record({
        task: fc.constant('ee'),
        schema: fc.record({ types: fc.dictionary(name, names, { minKeys: 1, maxKeys: 3 }) }),
      }),
    );
    const word = fc.constantFrom(
      'Mira',
      '|',
      ':',
      ';',
      ',',
      'lives',
      'in',
      '"',
      '\\',
      '\n',
      '\u00a0',
      'é',
      '👍',
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    const read = requestReader(OPEN);
    fc.assert(
      fc.property(schema, text, (asked, content) => {
        const request = read(lineOf(JSON.stringify({ id: 'a', ...asked, text: content })))!;
        const { text: line, failed } = answer(request);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        const answered = JSON.parse(line) as object;
        if (failed === undefined) expect(answered).toMatchObject({ id: 'a', malformed: false });
        else expect(answered).toMatchObject({ id: 'a', error: { code: failed, line: 1 } });
      }),
      { numRuns: 1000 },
    );
  });

  test('to a request that the engine refuses holds the reason', () => {
    const request = { ...(ask(NER, { text: 'x' }) as Request), instruction: 'Sing.' };
    const { text, failed } = answer(request);
    expect(failed).toBe('PROUIE_INSTRUCTION');
    expect(JSON.parse(text)).toMatchObject({ id: '7', error: { code: 'PROUIE_INSTRUCTION', line: 7 } });
    expect(isProuieError(text)).toBe(false);
  });
});
