import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as score from '../../../src/cli/commands/score.ts';
import { runCommand, toJsonLines } from '../command-run.ts';

const band = {
  id: 'news-7',
  dataset: 'bands',
  task: 'ner',
  split: 'test',
  text: 'The Larks sang in tarn .',
  schema: { types: ['band', 'place'] },
  gold: {
    entities: [
      { type: 'band', text: 'The Larks' },
      { type: 'place', text: 'tarn' },
    ],
  },
};
const raid = {
  id: 'raid',
  dataset: 'raids',
  task: 'ee',
  split: 'test',
  text: 'Riders raided the camp',
  schema: { types: { Raid: ['Raider', 'Place'] } },
  gold: {
    events: [
      {
        type: 'Raid',
        trigger: 'raided',
        arguments: [
          { role: 'Raider', text: 'Riders' },
          { role: 'Place', text: 'camp' },
        ],
      },
    ],
  },
};
const answers = [
  { id: 'raid', output: '{"Raid": "raided the: Raider: Riders"}' },
  { id: 'news-7', output: 'So:\n{"band": "Larks | Larks", "place": "Tarn", "ship": "Larks"' },
];

const folder = mkdtempSync(join(tmpdir(), 'prouie-explain-'));
const files = ['--gold', 'gold.jsonl', '--predictions', 'answers.jsonl'];
const explain = (...argv: string[]) => runCommand(score.run, [...files, '--explain', ...argv], '', folder);
beforeAll(() => {
  writeFileSync(join(folder, 'gold.jsonl'), toJsonLines([band, raid]));
  writeFileSync(join(folder, 'answers.jsonl'), toJsonLines(answers));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('prouie score --explain', () => {
  test('shows the example, what was mended, and what became of every item', async () => {
    const { stdout } = await explain('news-7', '--profile', 'gollie', '--profile', 'universalner');
    expect(stdout).toBe(
      [
        'news-7 of bands (ner, test)',
        '',
        'text    The Larks sang in tarn .',
        'gold    band   The Larks',
        '        place  tarn',
        'output  So:\\n{"band": "Larks | Larks", "place": "Tarn", "ship": "Larks"',
        'mended  text around the JSON object was passed over',
        '        open strings and brackets were closed',
        '        a type outside the schema was kept',
        '',
        'gollie: multisets, entities and triggers lower-cased; arguments count inside matched events',
        '  normalisation: entities and triggers lower-cased and trimmed',
        '  entity: tp 1, fp 1, fn 1',
        '    false alarm  band   Larks      compared as band | larks',
        '    hit          place  Tarn       compared as place | tarn',
        '    miss         band   The Larks  compared as band | the larks',
        '    dropped      band   Larks      more often than in the text',
        '    dropped      ship   Larks      type outside the schema',
        '',
        'universalner: NER only; sets of texts by type, without case, punctuation and articles',
        '  normalisation: lower-cased, ASCII punctuation and a, an, the deleted, blanks squeezed',
        '  entity: tp 2, fp 0, fn 0',
        '    hit          band   Larks  compared as band | larks; gold band | The Larks',
        '    repeated     band   Larks  compared as band | larks',
        '    hit          place  Tarn   compared as place | tarn',
        '    dropped      ship   Larks  type outside the schema',
        '',
      ].join('\n'),
    );
  });

  test('shows groups of events with their arguments, by metric', async () => {
    const { stdout } = await explain('raid', '--profile', 'gollie');
    expect(stdout).toContain('gold    Raid  raided  Raider: Riders\n                      Place: camp\n');
    expect(stdout).toContain('mended  nothing\n');
    expect(stdout).toContain(
      '    false alarm  Raid  Raider  Riders  compared as Raid | raided the | Raider | Riders\n',
    );
    expect(stdout).toContain('  trigger: tp 0, fp 1, fn 1\n');
  });

  test('says which tasks a profile does not score', async () => {
    const { stdout } = await explain('raid', '--profile', 'universalner');
    expect(stdout).toMatch(/universalner: .*\n {2}does not score ee\n$/);
  });

  test('gives the same as one object', async () => {
    const { stdout } = await explain('news-7', '--profile', 'gollie', '--json');
    expect(JSON.parse(stdout)).toEqual({
      schemaVersion: 1,
      id: 'news-7',
      dataset: 'bands',
      task: 'ner',
      split: 'test',
      text: band.text,
      gold: band.gold,
      output: answers[1]!.output,
      malformed: false,
      repairs: ['surroundings', 'unclosed', 'unknown-key'],
      structure: {
        entities: [
          { type: 'band', text: 'Larks' },
          { type: 'band', text: 'Larks' },
          { type: 'place', text: 'Tarn' },
          { type: 'ship', text: 'Larks' },
        ],
      },
      profiles: {
        gollie: {
          entity: {
            tp: 1,
            fp: 1,
            fn: 1,
            items: [
              { verdict: 'false alarm', side: 'answer', from: ['band', 'Larks'], as: ['band', 'larks'] },
              {
                verdict: 'hit',
                side: 'answer',
                from: ['place', 'Tarn'],
                as: ['place', 'tarn'],
                meets: ['place', 'tarn'],
              },
              { verdict: 'miss', side: 'gold', from: ['band', 'The Larks'], as: ['band', 'the larks'] },
              {
                verdict: 'dropped',
                side: 'answer',
                from: ['band', 'Larks'],
                why: 'more often than in the text',
              },
              { verdict: 'dropped', side: 'answer', from: ['ship', 'Larks'], why: 'type outside the schema' },
            ],
          },
        },
      },
    });
  });

  test('marks verdicts by colour where colours are asked for', async () => {
    const { stdout } = await explain('news-7', '--color', 'always');
    expect(stdout).toContain('\u001b[31mfalse alarm\u001b[39m  band');
    expect((await explain('news-7')).stdout).not.toContain('\u001b');
  });

  test('an id that does not exist is an error with the nearest one, or with a word on what there is', async () => {
    expect((await explain('news-1')).error).toMatchObject({
      code: 'PROUIE_UNKNOWN_ID',
      message: 'No example has the id "news-1".',
      hint: 'Did you mean "news-7"?',
      location: { file: 'gold.jsonl' },
    });
    expect((await explain('something-else')).error).toMatchObject({
      hint: 'There are 2 examples; the first is "news-7".',
    });
  });

  test('an example without a prediction is an error that names its line, unless it counts as empty', async () => {
    const argv = ['--gold', 'gold.jsonl', '--predictions', '-', '--explain', 'raid'];
    const input = toJsonLines(answers.slice(1));
    expect((await runCommand(score.run, argv, input, folder)).error).toMatchObject({
      code: 'PROUIE_MISSING_PREDICTION',
      location: { file: 'gold.jsonl', line: 2 },
    });
    const { stdout } = await runCommand(score.run, [...argv, '--missing', 'empty'], input, folder);
    expect(stdout).toContain('output  {}\n');
    expect(stdout).toContain('  argument: tp 0, fp 0, fn 2\n');
  });

  test('no line behind the record that was asked for is read', async () => {
    const gold = toJsonLines([band]);
    writeFileSync(join(folder, 'broken.jsonl'), `${gold}{"id": broken\n`);
    const argv = ['--gold', 'broken.jsonl', '--predictions', 'answers.jsonl', '--explain'];
    expect((await runCommand(score.run, [...argv, 'news-7'], '', folder)).code).toBe(0);
    expect((await runCommand(score.run, [...argv, 'raid'], '', folder)).error).toMatchObject({
      code: 'PROUIE_JSON',
      location: { file: 'broken.jsonl', line: 2 },
    });
  });

  test('control characters in a text cannot steer the terminal', async () => {
    const gold = toJsonLines([{ ...band, text: 'The \u001b[2JLarks\nsang in tarn .' }]);
    const argv = ['--gold', '-', '--predictions', 'answers.jsonl', '--explain', 'news-7'];
    const { stdout } = await runCommand(score.run, argv, gold, folder);
    expect(stdout).toContain('text    The \\u001b[2JLarks\\nsang in tarn .\n');
  });
});
