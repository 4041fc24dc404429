import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPredictions } from '../../src/uie/answers.ts';
import { encodeTarget } from '../../src/uie/encode.ts';
import type { Entity, Example } from '../../src/uie/records.ts';
import { countSlots, exactAccuracy } from '../../src/uie/slot-accuracy.ts';

const SLOTS = ['body', 'location', 'number'];
const TEXT = 'two red kettles and a lamp near Velden, not Lund';

const query = (id: string, entities: readonly Entity[], text = TEXT): Example => ({
  id,
  dataset: 'queries',
  task: 'ner',
  split: 'test',
  text,
  schema: { task: 'ner', types: SLOTS },
  gold: { task: 'ner', entities },
});
const GOLD: readonly Entity[] = [
  { type: 'body', text: 'a lamp' },
  { type: 'body', text: 'red kettles' },
  { type: 'number', text: 'two' },
];
/** Which slots one output has to the letter. */
const exactSlots = (output: string, entities = GOLD): readonly string[] => {
  const answers = matchPredictions([query('a', entities)], [{ id: 'a', output }]);
  return countSlots(answers, SLOTS).slots.flatMap(({ slot, exact }) => (exact === 1 ? [slot] : []));
};

describe('a slot', () => {
  test.each([
    ['{"body":"red kettles | a lamp","location":"","number":"two"}', ['body', 'location', 'number']],
    ['{"body":"  red \\n kettles |  a lamp ","number":" two"}', ['body', 'location', 'number']],
    ['{"body":"a lamp | red kettles","number":"two"}', ['location', 'number']],
    ['{"body":"red kettles","location":"Velden","number":"Two"}', []],
    ['{"body":"red kettles | a lamp | a lamp","number":"two"}', ['location', 'number']],
    ['{}', ['location']],
    ['{"colour":"red"}', ['location']],
  ])('is exact when its string is that of the gold, white space aside: %s', (output, exact) => {
    expect(exactSlots(output)).toEqual(exact);
  });

  test('is wrong in a malformed output, also where the gold value is empty', () => {
    expect(exactSlots('I cannot say', [])).toEqual([]);
    expect(exactSlots('{"body":""}', [])).toEqual(SLOTS);
  });

  test('counts what the gold fills apart', () => {
    const answers = matchPredictions(
      [query('a', GOLD), query('b', []), query('c', GOLD), query('d', GOLD)],
      [
        { id: 'a', output: '{"body":"red kettles | a lamp"}' },
        { id: 'b', output: '{"number":"two"}' },
        { id: 'c', output: 'nothing' },
        { id: 'd', output: '{"number":"two"}' },
      ],
    );
    expect(countSlots(answers, SLOTS)).toEqual({
      queries: 4,
      malformed: 1,
      slots: [
        { slot: 'body', filled: 3, exact: 2, exactFilled: 1 },
        { slot: 'location', filled: 0, exact: 3, exactFilled: 0 },
        { slot: 'number', filled: 3, exact: 1, exactFilled: 1 },
      ],
    });
  });
});

test('every slot of a target string is exact', () => {
  const word = fc.constantFrom('red', 'kettles', 'a lamp', 'Velden', 'two', 'Lund', '" \\', 'a  b', 'x, y');
  const entity = fc.record({ type: fc.constantFrom(...SLOTS), text: word });
  fc.assert(
    fc.property(
      fc.array(entity, { maxLength: 8 }),
      fc.constantFrom('spaced', 'pretty', 'compact'),
      (gold, layout) => {
        const example = query('a', gold);
        const output = encodeTarget(TEXT, example.schema, example.gold, 'cm', layout);
        const { slots } = countSlots(matchPredictions([example], [{ id: 'a', output }]), SLOTS);
        expect(slots.map(({ exact }) => exact)).toEqual([1, 1, 1]);
      },
    ),
  );
});

test('accuracy is a share in percent', () => {
  expect([exactAccuracy(1, 8), exactAccuracy(0, 3), exactAccuracy(0, 0)]).toEqual([12.5, 0, 0]);
});
