import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMATS, findFormat } from '../../src/corpora/all-formats.ts';
import type { RawSentence } from '../../src/corpora/format.ts';
import { type Source, textSource } from '../../src/corpora/source.ts';
import { collected } from './collected.ts';

type Options = Readonly<Record<string, unknown>>;

const read = async (
  name: string,
  text: string | readonly string[],
  options: Options = {},
): Promise<RawSentence[]> => {
  const texts = typeof text === 'string' ? [text] : text;
  const sources = texts.map((one, index) => textSource(`file-${index}`, one));
  return collected(findFormat(name).read(sources, options));
};
const entities = async (name: string, text: string, options?: Options) =>
  (await read(name, text, options)).map((sentence) =>
    sentence.entities!.map(({ type, text: mention }) => `${type}: ${mention}`),
  );

/** A source that gives its text in pieces. */
const pieces = (text: string, cuts: readonly number[]): Source => ({
  path: 'file-0',
  async *chunks() {
    let from = 0;
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      yield text.slice(from, cut);
      from = Math.max(from, cut);
    }
    yield text.slice(from);
  },
});

describe('every format that is text', () => {
  for (const format of FORMATS.filter(({ binary }) => binary !== true)) {
    const beside = Object.entries(format.beside ?? {}).map(([name, text]) => textSource(name, text));
    const readSample = (sample: Source): Promise<RawSentence[]> =>
      collected(format.read([...beside, sample], {}));

    test(`reads its own sample (${format.name})`, async () => {
      const sentences = await readSample(textSource('file-0', format.sample));
      expect(sentences).toHaveLength(1);
      expect(sentences[0]!.text).not.toBe('');
      const annotations = [sentences[0]!.entities, sentences[0]!.relations, sentences[0]!.events];
      expect(annotations.some((found) => (found?.length ?? 0) > 0)).toBe(true);
    });

    test(`does not mind a byte order mark or CRLF (${format.name})`, async () => {
      const windows = `\ufeff${format.sample.replaceAll('\n', '\r\n')}`;
      expect(await readSample(textSource('file-0', windows))).toEqual(
        await readSample(textSource('file-0', format.sample)),
      );
    });

    test(`does not mind where the file is cut into chunks (${format.name})`, async () => {
      const text = format.sample;
      const whole = await readSample(textSource('file-0', text));
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 6 }), async (cuts) => {
          expect(await readSample(pieces(text, cuts))).toEqual(whole);
        }),
        { numRuns: 30 },
      );
    });
  }

  test('with a slip in its name is guessed', () => {
    expect(() => findFormat('sprt')).toThrow(
      expect.objectContaining({ code: 'PROUIE_FORMAT_UNKNOWN', hint: 'Did you mean "spert"?' }),
    );
  });
});

describe('columns', () => {
  test('join tokens with one blank and mentions by their tags', async () => {
    const [sentence] = await read('columns', 'In\tO\nNew\tB-LOC\nYork\tI-LOC\nOslo\tB-LOC\n\n');
    expect(sentence).toMatchObject({
      text: 'In New York Oslo',
      location: { file: 'file-0', line: 1 },
      repairs: [],
    });
    expect(sentence!.entities).toEqual([
      { type: 'LOC', text: 'New York', line: 2 },
      { type: 'LOC', text: 'Oslo', line: 4 },
    ]);
  });

  test('end a sentence at the end of the file, and make none of several blank lines', async () => {
    expect((await read('columns', '\n\na\tO\n\n\n\nb\tO')).map((sentence) => sentence.text)).toEqual([
      'a',
      'b',
    ]);
  });

  test('mend an inside tag without a beginning, and count it', async () => {
    const [sentence] = await read('columns', 'a\tI-X\nb\tI-Y\nc\tO\nd\tI-Y\n');
    expect(sentence!.entities!.map((entity) => entity.text)).toEqual(['a', 'b', 'd']);
    expect(sentence!.repairs).toEqual(['tag-mended', 'tag-mended', 'tag-mended']);
  });

  test('leave out a token of white space, and count it', async () => {
    const [sentence] = await read('columns', 'a\tO\n \tO\nb\tO\n');
    expect(sentence).toMatchObject({ text: 'a b', repairs: ['blank-token'] });
  });

  test('take away the prefix of tokens', async () => {
    expect(await entities('columns', 'en:Oslo\tB-LOC\nen:shone\tO\n', { tokenPrefix: 'en:' })).toEqual([
      ['LOC: Oslo'],
    ]);
  });

  test('read mentions with an end and of one token (bioes)', async () => {
    const text = 'a B-X\nb I-X\nc E-X\nd S-X\ne S-X\nf O\n';
    expect(await entities('columns', text, { scheme: 'bioes', separator: 'blank' })).toEqual([
      ['X: a b c', 'X: d', 'X: e'],
    ]);
  });

  test('refuse an option that they do not have', async () => {
    await expect(read('columns', 'a\tO\n', { seperator: 'tab' })).rejects.toMatchObject({
      code: 'PROUIE_FORMAT_OPTION',
    });
  });
});

describe('other columns', () => {
  test('may have the tag first', async () => {
    expect(await entities('columns-tag-first', 'B-Dish\tonion\nI-Dish\trings\nO\tplease\n')).toEqual([
      ['Dish: onion rings'],
    ]);
  });

  test('may have the number of the token first', async () => {
    expect(await entities('columns-index-first', '0\tOslo\tB-LOC\n1\tshone\tO\n')).toEqual([['LOC: Oslo']]);
  });

  test('may have part of speech and chunk before an IOB1 tag', async () => {
    const text = 'Ann NNP I-NP I-PER\nBo NNP I-NP B-PER\nLu NNP I-NP I-PER\nrun VB I-VP O\n';
    const [sentence] = await read('conll2003', text);
    expect(sentence!.entities!.map((entity) => entity.text)).toEqual(['Ann', 'Bo Lu']);
    expect(sentence!.repairs).toEqual([]);
  });

  test('read IOB2 as they read IOB1', async () => {
    const text = 'Ann NNP I-NP B-PER\nBo NNP I-NP B-PER\nLu NNP I-NP I-PER\n';
    expect(await entities('conll2003', text)).toEqual([['PER: Ann', 'PER: Bo Lu']]);
  });

  test('may have a document mark before each sentence, with or without blank lines', async () => {
    const text =
      '-DOCSTART- -X- -X- O\n\na N N O\n-DOCSTART- -X- -X- O\nb N N O\n\n-DOCSTART- -X- O O\nc N N O\n';
    expect((await read('conll2003', text)).map((sentence) => sentence.text)).toEqual(['a', 'b', 'c']);
    expect(
      (await read('columns', '-DOCSTART-\tO\n\na\tO\n\n-DOCSTART-\n\nb\tO\n')).map((one) => one.text),
    ).toEqual(['a', 'b']);
  });
});

describe('UniversalNER conversations', () => {
  const asked = (text: string, type: string, answer: string) => ({
    conversations: [
      { from: 'human', value: `Text: ${text}` },
      { from: 'gpt', value: "I've read this text." },
      { from: 'human', value: `What describes ${type} in the text?` },
      { from: 'gpt', value: answer },
    ],
  });

  test('about one text in a row are one sentence, until a type is asked again', async () => {
    const turns = [
      asked('soup in oslo', 'Dish', '["soup"]'),
      asked('soup in oslo', 'Place', '["oslo"]'),
      asked('soup in oslo', 'Dish', '["soup"]'),
      asked('tea', 'Dish', '[]'),
    ];
    expect(await entities('universal-ner', JSON.stringify(turns))).toEqual([
      ['Dish: soup', 'Place: oslo'],
      ['Dish: soup'],
      [],
    ]);
  });
});

describe('SpERT', () => {
  test('joins entities by their index', async () => {
    const [sentence] = await read(
      'spert',
      JSON.stringify([
        {
          tokens: ['rash', 'after', 'new', 'mintol'],
          entities: [
            { type: 'Effect', start: 0, end: 1 },
            { type: 'Drug', start: 2, end: 4 },
          ],
          relations: [{ type: 'Adverse-Effect', head: 0, tail: 1 }],
          orig_id: 7,
        },
      ]),
    );
    expect(sentence).toMatchObject({
      text: 'rash after new mintol',
      relations: [{ type: 'Adverse-Effect', head: 'rash', tail: 'new mintol' }],
    });
  });
});

describe('DyGIE', () => {
  const document = {
    sentences: [
      ['It', 'rained', '.'],
      ['Ann', 'parsed', 'long', 'texts', '.'],
    ],
    ner: [
      [],
      [
        [3, 3, 'Person'],
        [5, 6, 'Material', 0.9],
      ],
    ],
    relations: [[], [[3, 3, 5, 6, 'USED-FOR', 1.5, 0.9]]],
    events: [
      [[[1, 'Weather']]],
      [
        [
          [4, 'Work.Parse'],
          [3, 3, 'Agent'],
          [5, 6, 'Thing'],
        ],
      ],
    ],
  };

  test('counts tokens from the start of the document', async () => {
    const [first, second] = await read('dygie', `${JSON.stringify(document)}\n`);
    expect(first!.events).toEqual([{ type: 'Weather', trigger: 'rained', arguments: [] }]);
    expect(second!.relations).toEqual([{ type: 'USED-FOR', head: 'Ann', tail: 'long texts' }]);
    expect(second!.events).toEqual([
      {
        type: 'Work.Parse',
        trigger: 'parsed',
        arguments: [
          { role: 'Agent', text: 'Ann' },
          { role: 'Thing', text: 'long texts' },
        ],
      },
    ]);
  });

  test('has triggers of several tokens too', async () => {
    const text = JSON.stringify({
      sentences: [['set', 'off', 'it']],
      events: [
        [
          [
            [0, 1, 'Start'],
            [2, 2, 'Thing'],
          ],
        ],
      ],
    });
    expect((await read('dygie', text))[0]!.events![0]).toMatchObject({ trigger: 'set off' });
  });
});

describe('SemEval-2010 task 8', () => {
  test('turns its direction into the order of head and tail', async () => {
    const lines = [
      'Cause-Effect(e1,e2)\tThe <e1>storm</e1> brought <e2>floods</e2>.',
      "Cause-Effect(e2,e1)\tThe <e1> flood </e1>'s cause was a <e2> storm </e2>.",
      'Other\tA <e1>cat</e1> sat by the <e2>door</e2>.',
    ];
    const sentences = await read('semeval-tsv', lines.join('\n'));
    expect(sentences.map((one) => one.relations![0])).toEqual([
      { type: 'Cause-Effect', head: 'storm', tail: 'floods' },
      { type: 'Cause-Effect', head: 'storm', tail: 'flood' },
      { type: 'Other', head: 'cat', tail: 'door' },
    ]);
    expect(sentences.map((one) => one.repairs)).toEqual([[], [], []]);
  });

  test('has the text of its sentence back when the marks are gone, with blanks in them or not', async () => {
    const lines = [
      "Other\tThe <e1> cat </e1>'s <e2> toy </e2>, a mouse.",
      "Other\tThe <e1>cat</e1>'s <e2>toy</e2>, a mouse.",
    ];
    const texts = (await read('semeval-tsv', lines.join('\n'))).map((one) => one.text);
    expect(texts).toEqual(["The cat's toy, a mouse.", "The cat's toy, a mouse."]);
  });

  const original = (label: string) =>
    `7\t"A <e1>cat</e1> sat by the <e2>door</e2>."\r\n${label}Comment: a note\r\n\r\n`;

  test('has its label below the sentence in the original files', async () => {
    const [sentence] = await read('semeval-2010', original('Entity-Origin(e2,e1)\r\n'));
    expect(sentence!.relations).toEqual([{ type: 'Entity-Origin', head: 'door', tail: 'cat' }]);
  });

  test('may have its labels in a key file, and says when that has no directions', async () => {
    const [sentence] = await read('semeval-2010', [original(''), '6\tOther\n7\tEntity-Origin\n']);
    expect(sentence).toMatchObject({
      relations: [{ head: 'cat', tail: 'door' }],
      repairs: ['direction-assumed'],
    });
  });

  test('leaves out a relation with an empty side, and counts it', async () => {
    const [sentence] = await read('semeval-tsv', 'Other\tA <e1> </e1> sat by the <e2> door </e2>.');
    expect(sentence).toMatchObject({ relations: [], repairs: ['one-sided-pair'] });
  });
});

describe('PHEE', () => {
  const span = (...text: string[][]) => ({
    text,
    start: text.map((pieces) => pieces.map(() => 0)),
    entity_id: ['T1'],
  });
  const record = {
    id: 'x',
    context: 'Two men had rash and fever after mintol with tarol.',
    annotations: [
      {
        events: [
          {
            event_id: 'E1',
            event_type: 'Adverse_event',
            Trigger: span(['had']),
            Severity: { ...span(['bad']), value: 'High' },
            Negated: { ...span(['no']), value: true },
            Effect: span(['rash', 'fever'], ['rash and fever']),
            Treatment: {
              ...span(['mintol with tarol']),
              Drug: span(['mintol'], ['tarol']),
              Combination: [
                { event_id: 'E2', event_type: 'Combination', Trigger: span(['with']), Drug: span(['tarol']) },
              ],
            },
          },
        ],
      },
    ],
  };

  test('writes each piece as an argument, sub-roles with a dot, and no attributes', async () => {
    const [sentence] = await read('phee', JSON.stringify(record));
    expect(sentence!.events![0]).toEqual({
      type: 'Adverse_event',
      trigger: 'had',
      arguments: [
        { role: 'Effect', text: 'rash' },
        { role: 'Effect', text: 'fever' },
        { role: 'Effect', text: 'rash and fever' },
        { role: 'Treatment', text: 'mintol with tarol' },
        { role: 'Treatment.Drug', text: 'mintol' },
        { role: 'Treatment.Drug', text: 'tarol' },
        { role: 'Treatment.Combination', text: 'tarol' },
      ],
    });
    expect(sentence!.repairs).toEqual(['pieces-split']);
  });
});

describe('the IE INSTRUCTIONS package', () => {
  test('has entities, relations or events', async () => {
    const rows = [
      {
        sentence: 'Ann is in Oslo .',
        relations: [{ head: { name: 'Ann', pos: [0, 3] }, type: 'live in', tail: { name: 'Oslo' } }],
      },
      {
        sentence: 'Ann ran .',
        events: [{ trigger: 'ran', type: 'move', arguments: [{ name: 'Ann', role: 'agent' }], pos: [] }],
      },
    ];
    const [first, second] = await read('instructuie', JSON.stringify(rows, null, 1));
    expect(first!.relations).toEqual([{ type: 'live in', head: 'Ann', tail: 'Oslo' }]);
    expect(first!.entities).toBeUndefined();
    expect(second!.events).toEqual([
      { type: 'move', trigger: 'ran', arguments: [{ role: 'agent', text: 'Ann' }] },
    ]);
    expect(second!.location).toMatchObject({ line: 20, column: 2 });
  });
});

describe('the IE INSTRUCTIONS package, as its own loader reads it,', () => {
  test('has entities of type NA that are none', async () => {
    const rows = [{ sentence: 'Ann ran .', entities: [{ name: 'ran', type: 'NA' }] }];
    expect((await read('instructuie', JSON.stringify(rows)))[0]!.entities).toEqual([
      { type: '', text: 'ran' },
    ]);
  });
});

describe('a malformed file is refused with its line and what was expected', () => {
  const cases: readonly (readonly [format: string, text: string, line: number, message: RegExp])[] = [
    ['columns', 'a\tO\nb\n', 2, /^Expected 2 columns with tabs or blanks between them, found 1\.$/],
    [
      'columns',
      'a\tO\nb\tX-LOC\n',
      2,
      /^Expected the tag O, or B-, I-, E- or S- and a type, found "X-LOC"\.$/,
    ],
    ['columns', 'a\tB-\n', 1, /found "B-"/],
    ['columns-index-first', '0\ta\tO\n\n1\tO\n', 3, /^Expected 3 columns/],
    ['conll2003', 'a\n', 1, /^Expected 2 columns with blanks between them, found 1\.$/],
    ['universal-ner', '[{"conversations": []}]', 1, /`conversations` does not fit/],
    [
      'spert',
      '[\n{"tokens": ["a"], "entities": [{"type": "X", "start": 0, "end": 2}], "relations": []}]',
      2,
      /^Expected `entities\[0\]` to span some of 1 tokens, found 0 to 2\.$/,
    ],
    [
      'spert',
      '[{"tokens": ["a"], "entities": [], "relations": [{"type": "X", "head": 0, "tail": 1}]}]',
      1,
      /^Expected `relations\[0\]` to join two of 0 entities, found head 0\.$/,
    ],
    [
      'spert',
      '[{"tokens": "a", "entities": [], "relations": []}]',
      1,
      /^`tokens` does not fit: .*expected array, received string/,
    ],
    ['spert', '{"tokens": []}', 1, /^Expected `\[`: the file has to be one JSON array\.$/],
    ['spert', '[\n{"tokens": [],\n', 2, /^Record 1 breaks off at the end of the file\.$/],
    [
      'spert',
      '[{"tokens": [], "entities": [], "relations": []},]',
      1,
      /^Expected a record of the JSON array\.$/,
    ],
    ['spert', '[]\n\n7', 3, /^Expected nothing behind/],
    ['spert', '', 1, /^Expected a JSON array/],
    [
      'dygie',
      '\n{"sentences": [["a"]], "relations": [[[0, 0, 1, 1, "X"]]]}',
      2,
      /^Expected a span inside tokens 0 to 0 of sentence 1, found 1 to 1\.$/,
    ],
    ['dygie', '{"sentences": [["a"]], "events": [[[["x", "y"]]]]}', 1, /^Expected a part of an event to be/],
    ['dygie', '[{"sentences": []}]', 1, /^The record does not fit/],
    ['dygie', '{"sentences": \n', 1, /^Expected JSON, but this line is not/],
    [
      'semeval-tsv',
      'Other <e1>a</e1> <e2>b</e2>',
      1,
      /^Expected a label, a tab and a sentence, found no tab\.$/,
    ],
    ['semeval-tsv', 'Other\t<e1>a</e1> and b', 1, /^Expected <e2>…<\/e2> in the sentence\.$/],
    ['semeval-2010', 'hello\n', 1, /^Expected a number and a sentence in quotes\.$/],
    [
      'semeval-2010',
      '1\t"<e1>a</e1> <e2>b</e2>"\nComment:\n\n2\t"<e1>a</e1> <e2>b</e2>"\nOther\n',
      1,
      /on the line after sentence 1, or a key for it/,
    ],
    [
      'phee',
      '{"context": "a", "annotations": [{"events": [{"event_type": "X"}]}]}',
      1,
      /^`annotations\[0\]\.events\[0\]\.Trigger` does not fit/,
    ],
    [
      'phee',
      '{"context": "a", "annotations": [{"events": [{"event_type": "X", "Trigger": {"text": []}}]}]}',
      1,
      /^Expected `Trigger\.text` to hold a word\.$/,
    ],
    [
      'instructuie',
      '[{"sentence": "a", "entities": [{"name": "a"}]}]',
      1,
      /^`entities\[0\]\.type` does not fit/,
    ],
  ];
  for (const [format, text, line, message] of cases) {
    test(`${format}: ${JSON.stringify(text).slice(0, 60)}`, async () => {
      await expect(read(format, text)).rejects.toMatchObject({
        code: 'PROUIE_CORPUS_MALFORMED',
        message: expect.stringMatching(message),
        location: { file: 'file-0', line },
      });
    });
  }
});
