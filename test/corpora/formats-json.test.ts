import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FORMATS, findFormat } from '../../src/corpora/all-formats.ts';
import type { FileHead, RawSentence } from '../../src/corpora/format.ts';
import { textSource } from '../../src/corpora/source.ts';
import { collected } from './collected.ts';

const readFiles = (name: string, files: Readonly<Record<string, string>>): Promise<RawSentence[]> =>
  collected(
    findFormat(name).read(
      Object.entries(files).map(([path, text]) => textSource(path, text)),
      {},
    ),
  );
const read = (name: string, text: string): Promise<RawSentence[]> => readFiles(name, { 'file-0': text });
const lines = (...records: readonly unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
const headOf = (text: string, complete = true): FileHead => ({
  name: 'file-0',
  bytes: new TextEncoder().encode(text),
  text,
  complete,
});
const recognising = (text: string): readonly string[] =>
  FORMATS.filter((format) => format.recognise?.(headOf(text)) === true).map(({ name }) => name);

describe('UIE', () => {
  const record = {
    text: 'Thieves stole mails of Kell Tech .',
    tokens: ['Thieves', 'stole', 'mails', 'of', 'Kell', 'Tech', '.'],
    record: '<extra_id_0> <extra_id_1>',
    entity: [{ type: 'organization', offset: [4, 5], text: 'Kell Tech' }],
    relation: [
      {
        type: 'owner of',
        args: [
          { type: 'organization', offset: [4, 5], text: 'Kell Tech' },
          { type: 'data', offset: [2], text: 'mails' },
        ],
      },
    ],
    event: [
      {
        type: 'data breach',
        offset: [1],
        text: 'stole',
        args: [{ type: 'attacker', offset: [0], text: 'Thieves' }],
      },
    ],
    spot: [],
    asoc: [],
    spot_asoc: [],
  };

  test('has entities, relations and events in one sentence', async () => {
    expect(await read('uie', lines(record))).toEqual([
      {
        text: record.text,
        location: { file: 'file-0', line: 1 },
        entities: [{ type: 'organization', text: 'Kell Tech' }],
        relations: [{ type: 'owner of', head: 'Kell Tech', tail: 'mails' }],
        events: [
          { type: 'data breach', trigger: 'stole', arguments: [{ role: 'attacker', text: 'Thieves' }] },
        ],
        repairs: [],
      },
    ]);
  });

  test('has mentions that are not next to one another, and texts without blanks', async () => {
    const [sentence] = await read(
      'uie',
      lines({
        text: '安娜在奥斯陆',
        tokens: ['安', '娜', '在', '奥', '斯', '陆'],
        entity: [
          { type: 'person', offset: [0, 1], text: '安娜' },
          { type: 'odd', offset: [0, 5], text: '安 陆' },
        ],
      }),
    );
    expect(sentence).toMatchObject({
      entities: [{ text: '安娜' }, { text: '安 陆' }],
      repairs: [],
    });
    expect(sentence!.relations).toBeUndefined();
  });

  test('reads a mention from its offsets where its text says otherwise, and counts it', async () => {
    const entity = [{ type: 'x', offset: [0], text: 'Robbers' }];
    const [sentence] = await read('uie', lines({ ...record, entity }));
    expect(sentence).toMatchObject({ entities: [{ text: 'Thieves' }], repairs: ['offset-trusted'] });
  });
});

describe('OneIE', () => {
  const record = {
    doc_id: 'd',
    sent_id: 'd-0',
    tokens: ['Ann', 'Moe', "'s", 'firm', 'sued', 'Oslo', '.'],
    pieces: [],
    sentence: "Ann Moe's firm sued Oslo.",
    entity_mentions: [
      { id: 'E1', text: 'Ann Moe', entity_type: 'PER', mention_type: 'NAM', start: 0, end: 2 },
      { id: 'E2', text: 'firm', entity_type: 'ORG', mention_type: 'NOM', start: 3, end: 4 },
      { id: 'E3', entity_type: 'GPE', start: 5, end: 6 },
    ],
    relation_mentions: [
      {
        relation_type: 'ORG-AFF',
        relation_subtype: 'ORG-AFF:Founder',
        arguments: [
          { entity_id: 'E1', text: 'Ann Moe', role: 'Arg-1' },
          { entity_id: 'E2', text: 'firm', role: 'Arg-2' },
        ],
      },
      {
        relation_type: 'PART-WHOLE',
        arguments: [
          { entity_id: 'E3', role: 'Arg-2' },
          { entity_id: 'E2', role: 'Arg-1' },
        ],
      },
    ],
    event_mentions: [
      {
        event_type: 'Justice:Sue',
        trigger: { text: 'sued', start: 4, end: 5 },
        arguments: [
          { entity_id: 'E2', text: 'firm', role: 'Plaintiff' },
          { entity_id: 'E3', text: 'Oslo', role: 'Defendant' },
        ],
      },
    ],
  };

  test('has the words of a mention by its tokens, and arguments by the id of their entity', async () => {
    expect(await read('oneie', lines(record))).toEqual([
      {
        text: "Ann Moe 's firm sued Oslo .",
        sourceId: 'd-0',
        location: { file: 'file-0', line: 1 },
        entities: [
          { type: 'PER', text: 'Ann Moe' },
          { type: 'ORG', text: 'firm' },
          { type: 'GPE', text: 'Oslo' },
        ],
        relations: [
          { type: 'ORG-AFF', head: 'Ann Moe', tail: 'firm' },
          { type: 'PART-WHOLE', head: 'firm', tail: 'Oslo' },
        ],
        events: [
          {
            type: 'Justice:Sue',
            trigger: 'sued',
            arguments: [
              { role: 'Plaintiff', text: 'firm' },
              { role: 'Defendant', text: 'Oslo' },
            ],
          },
        ],
        repairs: [],
      },
    ]);
  });

  test('reads a trigger from its offsets where its text says otherwise, and counts it', async () => {
    const event_mentions = [{ ...record.event_mentions[0], trigger: { text: 'sue', start: 4, end: 5 } }];
    const [sentence] = await read('oneie', lines({ ...record, event_mentions }));
    expect(sentence).toMatchObject({ events: [{ trigger: 'sued' }], repairs: ['offset-trusted'] });
  });
});

describe('NYT triples', () => {
  const text = 'Ann Moe was born in Oslo .';
  const relations = [{ type: '/people/person/place_of_birth', head: 'Ann Moe', tail: 'Oslo' }];
  const triple_list = [['Ann Moe', '/people/person/place_of_birth', 'Oslo']];

  test('are the same as an array and one a line', async () => {
    const records = [
      { text, triple_list },
      { text: 'It rained .', triple_list: [] },
    ];
    const fromLines = await read('nyt-triples', lines(...records));
    const fromArray = await read('nyt-triples', `\n ${JSON.stringify(records, null, 2)}`);
    expect(fromLines).toMatchObject([
      { text, relations },
      { text: 'It rained .', relations: [] },
    ]);
    expect(fromArray.map((one) => ({ ...one, location: null }))).toEqual(
      fromLines.map((one) => ({ ...one, location: null })),
    );
  });

  test('may be mentions of relations, with entities beside them and a line end behind the text', async () => {
    const [sentence] = await read(
      'nyt-triples',
      lines({
        sentText: `${text}\r\n`,
        articleId: 'a',
        relationMentions: [
          { em1Text: 'Ann Moe', em2Text: 'Oslo', label: '/people/person/place_of_birth' },
          { em1Text: 'Oslo', em2Text: 'Ann Moe', label: 'None' },
        ],
        entityMentions: [{ start: 0, label: 'PERSON', text: 'Ann Moe' }],
        sentId: '1',
      }),
    );
    expect(sentence).toMatchObject({
      text,
      entities: [{ type: 'PERSON', text: 'Ann Moe' }],
      relations: [...relations, { type: 'None', head: 'Oslo', tail: 'Ann Moe' }],
    });
  });

  test('may be those of HRL-RE', async () => {
    const record = {
      sentext: text,
      relations: [{ em1: 'Ann Moe', em2: 'Oslo', rtext: '/people/person/place_of_birth', tags: [4, 1, 0] }],
    };
    expect(await read('nyt-triples', lines(record))).toMatchObject([{ text, relations }]);
  });
});

describe('CopyRE', () => {
  const WORDS = { '.': 2, Oslo: 0, Moe: 1, left: 4, rained: 7, It: 9 };
  const RELATIONS = { None: 0, '/a/b': 1 };
  const files = (data: unknown) => ({
    'words2id.json': JSON.stringify(WORDS),
    'train.json': JSON.stringify(data),
    'relations2id.json': JSON.stringify(RELATIONS),
  });
  const sentences = [
    [1, 4, 0, 2],
    [9, 7, 2],
  ];
  const triples = [[0, 2, 1, 2, 0, 0], []];

  test('puts words and relations for their numbers, with or without the lengths of sentences', async () => {
    const expected = [
      {
        text: 'Moe left Oslo .',
        location: { file: 'train.json', line: 1 },
        relations: [
          { type: '/a/b', head: 'Moe', tail: 'Oslo' },
          { type: 'None', head: 'Oslo', tail: 'Moe' },
        ],
      },
      { text: 'It rained .', relations: [] },
    ];
    expect(await readFiles('copy-re', files([[4, 3], sentences, triples]))).toMatchObject(expected);
    expect(await readFiles('copy-re', files([sentences, triples]))).toMatchObject(expected);
  });

  test('knows its dictionaries by their names, or else the larger one as that of words', async () => {
    const [first] = await readFiles('copy-re', {
      a: JSON.stringify(RELATIONS),
      b: JSON.stringify([sentences, triples]),
      c: JSON.stringify(WORDS),
    });
    expect(first!.text).toBe('Moe left Oslo .');
    const [odd] = await readFiles('copy-re', {
      'relations2id.json': '{"x": 0, "y": 1, "z": 2}',
      'words2id.json': '{"Moe": 0}',
      'a.json': '[[[0]], [[0, 0, 2]]]',
    });
    expect(odd!.relations).toEqual([{ type: 'z', head: 'Moe', tail: 'Moe' }]);
  });

  test('gives any sentences back that were written in its numbers', async () => {
    const word = fc.constantFrom(...Object.keys(WORDS));
    const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).chain((words) =>
      fc.record({
        words: fc.constant(words),
        triples: fc.array(
          fc.tuple(
            fc.nat(words.length - 1),
            fc.nat(words.length - 1),
            fc.constantFrom(...Object.keys(RELATIONS)),
          ),
          { maxLength: 3 },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(sentence), async (drawn) => {
        const data = [
          drawn.map(({ words }) => words.length),
          drawn.map(({ words }) => words.map((one) => WORDS[one as keyof typeof WORDS])),
          drawn.map(({ triples: found }) =>
            found.flatMap(([head, tail, type]) => [head, tail, RELATIONS[type as keyof typeof RELATIONS]]),
          ),
        ];
        const back = await readFiles('copy-re', files(data));
        expect(back.map((one) => [one.text, one.relations])).toEqual(
          drawn.map(({ words, triples: found }) => [
            words.join(' '),
            found.map(([head, tail, type]) => ({ type, head: words[head], tail: words[tail] })),
          ]),
        );
      }),
      { numRuns: 40 },
    );
  });

  const broken: readonly (readonly [data: unknown, message: RegExp, column: number])[] = [
    [[[[3]], [[]]], /^Expected the number of a word, found 3\.$/, 3],
    [[[[0]], [[0, 0, 5]]], /^Expected the number of a relation, found 5\.$/, 9],
    [[[[0]], [[0, 1, 1]]], /^Expected the place of one of 1 words, found 1\.$/, 9],
    [[[[0]], [[0, -1, 1]]], /^Expected the place of one of 1 words, found -1\.$/, 9],
    [[[[0]], [[0, 0]]], /^Expected triples of numbers, found 2 numbers\.$/, 9],
    [[[[0], [1]], [[]]], /^Expected triples for this sentence, found none\.$/, 7],
    [[[[0]], [[], []]], /^Expected a sentence for these triples, found none\.$/, 12],
    [[['a'], [[]]], /^Expected triples for this sentence, found none\.$/, 9],
    [[[[0]], ['a']], /^Expected a list of whole numbers\.$/, 9],
    [{ a: 0 }, /^Expected two dictionaries among the files of a split/, 0],
  ];
  for (const [data, message, column] of broken) {
    test(`refuses ${JSON.stringify(data)} with its place`, async () => {
      await expect(readFiles('copy-re', files(data))).rejects.toMatchObject({
        code: 'PROUIE_CORPUS_MALFORMED',
        message: expect.stringMatching(message),
        location: column === 0 ? {} : { file: 'train.json', line: 1, column },
      });
    });
  }

  test('refuses dictionaries that say two things by one number, or no numbers', async () => {
    for (const [words, message] of [
      ['{"a": 0, "b": 0}', /^Expected each number once, found 0 for "a" and for "b"\.$/],
      ['{"a": "0"}', /^Expected a dictionary from names to whole numbers\.$/],
    ] as const) {
      await expect(readFiles('copy-re', { ...files([]), 'words2id.json': words })).rejects.toMatchObject({
        message: expect.stringMatching(message),
        location: { file: 'words2id.json', line: 1 },
      });
    }
  });
});

describe('tokens with tags', () => {
  const tokens = ['Ann', 'Moe', 'left', 'Oslo', '.'];
  const relations = [{ type: 'Live_In', head: 1, tail: 3 }];

  test('are the same in BILOU, BIOES and BIO, as an array and one a line', async () => {
    const schemes = [
      ['B-P', 'L-P', 'O', 'U-L', 'O'],
      ['B-P', 'E-P', 'O', 'S-L', 'O'],
      ['B-P', 'I-P', 'O', 'B-L', 'O'],
    ];
    const records = schemes.map((tags) => ({ tokens, tags, relations }));
    const expected = schemes.map(() => ({
      text: 'Ann Moe left Oslo .',
      entities: [
        { type: 'P', text: 'Ann Moe' },
        { type: 'L', text: 'Oslo' },
      ],
      relations: [{ type: 'Live_In', head: 'Ann Moe', tail: 'Oslo' }],
      repairs: [],
    }));
    expect(await read('token-tags', JSON.stringify(records))).toMatchObject(expected);
    expect(await read('token-tags', lines(...records))).toMatchObject(expected);
  });

  test('have relations by any token of a mention, also as triples, or none at all', async () => {
    const tags = ['B-P', 'L-P', 'O', 'U-L', 'O'];
    const [triple, none] = await read(
      'token-tags',
      lines({ tokens, tags, relations: [[3, 0, 'Home_Of']] }, { tokens, tags }),
    );
    expect(triple!.relations).toEqual([{ type: 'Home_Of', head: 'Oslo', tail: 'Ann Moe' }]);
    expect(none!.relations).toBeUndefined();
  });

  test('mend a tag that goes on with nothing, and count it', async () => {
    const [sentence] = await read('token-tags', lines({ tokens: ['a', 'b'], tags: ['L-X', 'I-Y'] }));
    expect(sentence).toMatchObject({
      entities: [{ type: 'X' }, { type: 'Y' }],
      repairs: ['tag-mended', 'tag-mended'],
    });
  });
});

describe('conll04.corp', () => {
  const row = (...cells: readonly string[]): string => `${cells.join('\t')}\n`;
  const word = (number: number, type: string, place: number, words: string): string =>
    row(String(number), type, String(place), 'O', 'NNP', words, 'O', 'O', 'O');

  test('has entities of several words in one row, punctuation in words, and relations by place', async () => {
    const text = [
      word(3, 'Peop', 0, 'Ann/Moe'),
      word(3, 'O', 1, 'of'),
      word(3, 'Loc', 2, 'Oslo/COMMA/Norway'),
      word(3, 'O', 3, '-LRB-'),
      word(3, 'O', 4, 'and/or'),
      '\n',
      row('0', '2', 'Live_In'),
      '\n',
      word(4, 'O', 0, 'Rain'),
      '\n\n',
      word(5, 'Org', 0, 'COMMA'),
    ].join('');
    const sentences = await read('conll04-corp', text);
    expect(sentences).toMatchObject([
      {
        text: 'Ann Moe of Oslo , Norway ( and/or',
        location: { line: 1 },
        entities: [
          { type: 'Peop', text: 'Ann Moe', line: 1 },
          { type: 'Loc', text: 'Oslo , Norway', line: 3 },
        ],
        relations: [{ type: 'Live_In', head: 'Ann Moe', tail: 'Oslo , Norway' }],
      },
      { text: 'Rain', location: { line: 9 }, entities: [], relations: [] },
      { text: ',', entities: [{ type: 'Org', text: ',' }], relations: [] },
    ]);
  });

  test('begins a sentence where its number changes, blank lines or not', async () => {
    const text = word(1, 'O', 0, 'a') + word(2, 'O', 0, 'b') + word(2, 'O', 1, 'c');
    expect((await read('conll04-corp', text)).map((one) => one.text)).toEqual(['a', 'b c']);
  });
});

describe('CASIE', () => {
  const mention = (content: string, text: string, moved = 0, from = 0) => {
    const startOffset = content.indexOf(text, from) + moved;
    return { text, startOffset, endOffset: startOffset + text.length };
  };
  const argument = (role: string, span: object) => ({ role: { type: role }, type: 'X', ...span });
  const event = (subtype: string, nugget: object, found?: readonly object[]) => ({
    type: 'Attack',
    subtype,
    realis: 'Actual',
    nugget,
    ...(found === undefined ? {} : { argument: found }),
  });
  const document = (content: string, ...hoppers: readonly (readonly object[])[]) => ({
    content,
    sourcefile: '1.txt',
    cyberevent: { hopper: hoppers.map((events, index) => ({ index, events })) },
  });

  const content = 'Thieves stole mails of Kelltech. On Monday Kelltech paid. It was 3 coins.';
  const stole = event('Databreach', mention(content, 'stole'), [
    argument('Compromised-Data', mention(content, 'mails')),
    argument('Attacker', mention(content, 'Thieves')),
  ]);
  const paid = event('Ransom', mention(content, 'paid'), [
    argument('Time', mention(content, 'On Monday')),
    argument('Price', mention(content, '3 coins')),
    argument('Victim', mention(content, 'Kelltech', 0, 30)),
  ]);

  test('gives every event to the sentence of its nugget, with the arguments that are there, in the order of the text', async () => {
    expect(await read('casie', lines(document(content, [paid], [stole])))).toEqual([
      {
        text: 'Thieves stole mails of Kelltech.',
        location: { file: 'file-0', line: 1, column: 1 },
        events: [
          {
            type: 'Databreach',
            trigger: 'stole',
            arguments: [
              { role: 'Attacker', text: 'Thieves' },
              { role: 'Compromised-Data', text: 'mails' },
            ],
          },
        ],
        repairs: [],
      },
      {
        text: 'On Monday Kelltech paid.',
        location: { file: 'file-0', line: 1, column: 1 },
        events: [
          {
            type: 'Ransom',
            trigger: 'paid',
            arguments: [
              { role: 'Time', text: 'On Monday' },
              { role: 'Victim', text: 'Kelltech' },
            ],
          },
        ],
        repairs: ['argument-elsewhere'],
      },
      { text: 'It was 3 coins.', location: expect.anything(), events: [], repairs: [] },
    ]);
  });

  test('sorts the events of one sentence by their nuggets', async () => {
    const text = 'They hacked Kelltech and leaked mails.';
    const [sentence] = await read(
      'casie',
      lines(document(text, [event('B', mention(text, 'leaked')), event('A', mention(text, 'hacked'))])),
    );
    expect(sentence!.events!.map(({ trigger }) => trigger)).toEqual(['hacked', 'leaked']);
  });

  test('reads documents with nothing between them, over several lines, and as an array', async () => {
    const one = document(content, [stole]);
    const expected = await read('casie', lines(one, one));
    expect(expected).toHaveLength(6);
    for (const text of [
      JSON.stringify(one) + JSON.stringify(one),
      `${JSON.stringify(one, null, 2)}\n${JSON.stringify(one, null, 2)} \n`,
      JSON.stringify([one, one]),
    ]) {
      expect((await read('casie', text)).map((sentence) => sentence.events)).toEqual(
        expected.map((sentence) => sentence.events),
      );
    }
  });

  test('looks for a mention near the place that its offsets say, and counts it', async () => {
    const text = 'Kelltech stole, and Kelltech paid.';
    const moved = event('Ransom', mention(text, 'paid', -3), [
      argument('Victim', mention(text, 'Kelltech', -2, 10)),
      argument('Place', mention(text, 'Kelltech', 0)),
    ]);
    const [sentence] = await read('casie', lines(document(text, [moved])));
    expect(sentence).toMatchObject({
      events: [
        {
          trigger: 'paid',
          arguments: [
            { role: 'Place', text: 'Kelltech' },
            { role: 'Victim', text: 'Kelltech' },
          ],
        },
      ],
      repairs: ['offset-mended', 'offset-mended'],
    });
  });

  test('leaves out what is nowhere in the document, and counts it', async () => {
    const lost = event('Ransom', { text: 'bought', startOffset: 40, endOffset: 46 }, [
      argument('Victim', mention(content, 'Kelltech')),
    ]);
    const half = event('Ransom', mention(content, 'paid'), [
      argument('Victim', { text: 'Keltech', startOffset: 43, endOffset: 50 }),
    ]);
    const sentences = await read('casie', lines(document(content, [lost, half])));
    expect(sentences.map(({ events, repairs }) => [events!.length, repairs])).toEqual([
      [0, []],
      [1, ['trigger-not-found', 'mention-not-found']],
      [0, []],
    ]);
  });

  test('cuts no mention, though a sentence seems to end in it', async () => {
    const text = 'They sold Yes! We Fix. It broke.';
    const sold = event('Databreach', mention(text, 'sold'), [argument('Tool', mention(text, 'Yes! We Fix'))]);
    const sentences = await read('casie', lines(document(text, [sold])));
    expect(sentences.map((sentence) => sentence.text)).toEqual(['They sold Yes! We Fix.', 'It broke.']);
  });

  test('has no sentence in a document without text, which can have no events either', async () => {
    expect(await read('casie', lines(document(' \n')))).toEqual([]);
    await expect(read('casie', lines(document(' ', [stole])))).rejects.toMatchObject({
      message: 'Expected text in `content`, for it has events.',
      location: { file: 'file-0', line: 1 },
    });
  });
});

describe('DyGIE++', () => {
  test('counts tokens from where the sentences of a cut document begin', async () => {
    const document = {
      doc_key: 'd',
      sentences: [
        ['Ann', 'sued', 'Oslo', '.'],
        ['It', 'won', '.'],
      ],
      ner: [[[10, 10, 'PER', 9.1, 0.98]], [[14, 14, 'GPE']]],
      events: [
        [
          [
            [11, 'Justice.Sue', 4.2, 0.9],
            [10, 10, 'Plaintiff', 3.1, 0.8],
          ],
        ],
        [],
      ],
    };
    for (const field of ['sentence_start', '_sentence_start']) {
      const sentences = await read('dygie', lines({ ...document, [field]: [10, 14] }));
      expect(sentences).toMatchObject([
        {
          entities: [{ type: 'PER', text: 'Ann' }],
          events: [{ type: 'Justice.Sue', trigger: 'sued', arguments: [{ role: 'Plaintiff', text: 'Ann' }] }],
        },
        { entities: [{ type: 'GPE', text: 'It' }], events: [] },
      ]);
    }
    await expect(read('dygie', lines(document))).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Expected a span inside tokens 0 to 3 of sentence 1, found 10 to 10\.$/,
      ),
    });
  });
});

describe('UniversalNER conversations', () => {
  const opening = (text: string) => [
    { from: 'human', value: `Text: ${text}` },
    { from: 'gpt', value: "I've read this text." },
  ];
  const question = (type: string, answer: string) => [
    { from: 'human', value: `What describes ${type} in the text?` },
    { from: 'gpt', value: answer },
  ];

  test('may ask for several types at once, have ids, and stand one a line', async () => {
    const text = 'Ann eats soup\nin "Oslo"';
    const records = [
      {
        id: 'ner_0',
        conversations: [
          ...opening(text),
          ...question('person', '["Ann"]'),
          ...question('a dish, hot\nor cold', '["soup"]'),
          ...question('date', '[]'),
        ],
      },
      { id: 'ner_1', conversations: [...opening('Bo ran'), ...question('person', '["Bo"]')] },
    ];
    const expected = [
      {
        text,
        entities: [
          { type: 'person', text: 'Ann' },
          { type: 'a dish, hot\nor cold', text: 'soup' },
        ],
      },
      { text: 'Bo ran', entities: [{ type: 'person', text: 'Bo' }] },
    ];
    expect(await read('universal-ner', JSON.stringify(records))).toMatchObject(expected);
    expect(await read('universal-ner', lines(...records))).toMatchObject(expected);
  });
});

describe('the IE INSTRUCTIONS package', () => {
  test('has an apostrophe again where its loader put #$%#, and counts it', async () => {
    const rows = [
      {
        sentence: "It 's the firm 's fall .",
        events: [{ type: 'the firm#$%#s end', trigger: '#$%#s', arguments: [{ name: 'It', role: 'x' }] }],
      },
    ];
    const [sentence] = await read('instructuie', JSON.stringify(rows));
    expect(sentence).toMatchObject({
      events: [{ type: "the firm's end", trigger: "'s" }],
      repairs: ['apostrophe-restored', 'apostrophe-restored'],
    });
  });

  test('has events without arguments, one or several a row, and positions that are not read', async () => {
    const rows = [
      {
        sentence: 'Ann ran and fell .',
        events: [
          { type: 'move', trigger: 'ran', pos: [4, 7] },
          { type: 'fall', trigger: 'fell' },
        ],
      },
      {
        sentence: 'Ann ran .',
        events: [{ type: 'move', trigger: 'ran', arguments: [{ name: 'Ann', role: 'agent', pos: [0, 3] }] }],
      },
    ];
    const sentences = await read('instructuie', JSON.stringify(rows));
    expect(sentences.map(({ events }) => events!.map((one) => one.arguments.length))).toEqual([[0, 0], [1]]);
  });

  test('leaves it to the card what becomes of relations of type NA', async () => {
    const rows = [
      {
        sentence: 'Ann saw Bo .',
        relations: [{ head: { name: 'Ann' }, type: 'NA', tail: { name: 'Bo' } }],
      },
    ];
    expect((await read('instructuie', JSON.stringify(rows)))[0]!.relations![0]!.type).toBe('NA');
  });
});

describe('JSON layouts are recognised', () => {
  const names = [
    ...['universal-ner', 'spert', 'token-tags', 'conll04-corp', 'dygie', 'oneie', 'nyt-triples', 'copy-re'],
    ...['phee', 'casie', 'uie', 'instructuie', 'examples'],
  ];
  for (const name of names) {
    const { sample, beside } = findFormat(name);
    const texts = [sample, ...Object.values(beside ?? {})];

    test(`by one format alone (${name})`, () => {
      for (const text of texts) {
        expect(recognising(text)).toEqual([name]);
        expect(recognising(text.replaceAll('\n', '\r\n'))).toEqual([name]);
      }
    });

    test(`with many records, the last of them cut off (${name})`, () => {
      const record = sample.trim().replace(/^\[(?=\{)|(?<=\})\]$/g, '');
      const many = sample.startsWith('[{') ? `[${`${record}, `.repeat(20)}` : sample.repeat(20);
      expect(recognising(many)).toEqual([name]);
      expect(recognising(many.slice(0, Math.ceil(many.length * 0.7)))).toEqual([name]);
    });
  }

  test('by the dialects of one format alike', () => {
    const relationMentions = [{ em1Text: 'a', em2Text: 'b', label: 'None' }];
    for (const record of [
      { text: 'a b', triple_list: [] },
      { sentText: 'a b', relationMentions },
      { sentext: 'a b', relations: [] },
    ]) {
      expect(recognising(lines(record))).toEqual(['nyt-triples']);
      expect(recognising(JSON.stringify([record]))).toEqual(['nyt-triples']);
    }
    expect(recognising('[[[3, 1], [2]], [[0, 1, 0]]]')).toEqual(['copy-re']);
    expect(recognising(JSON.stringify([{ sentence: 'a', relations: [] }]))).toEqual(['instructuie']);
    expect(recognising(JSON.stringify([{ sentence: 'a', events: [] }]))).toEqual(['instructuie']);
    expect(recognising(lines({ content: 'a', sourcefile: 'b', cyberevent: { hopper: [] } }))).toEqual([
      'casie',
    ]);
  });

  test('though the first document is longer than what was read of the file', () => {
    const sentences = Array.from({ length: 4000 }, () => ['Ann', 'left', 'Oslo', '.']);
    const text = JSON.stringify({ doc_key: 'd', sentences, ner: [] });
    expect(text.length).toBeGreaterThan(65536);
    expect(recognising(text.slice(0, 65536))).toEqual(['dygie']);
    const words = JSON.stringify(Object.fromEntries(sentences.map((_, index) => [`word${index}`, index])));
    expect(recognising(words.slice(0, 30000))).toEqual(['copy-re']);
  });

  test('by no format where they are another', () => {
    for (const text of [
      '',
      '[]',
      '{}',
      '[1, 2]',
      '["person", "place"]',
      '{"a": ["b"]}',
      '{"a": {"b": 1}}',
      '{"sentence": "a", "golden_event_mentions": []}',
      '[{"text": "a"}]',
    ]) {
      expect(recognising(text)).toEqual([]);
    }
  });

  test('by nothing in bytes that are no text', () => {
    const head: FileHead = {
      ...headOf(''),
      bytes: new Uint8Array([0x50, 0x41, 0x52, 0x31]),
      text: undefined,
    };
    for (const name of names) expect(findFormat(name).recognise!(head), name).toBe(false);
  });

  test('without an error, whatever the file begins with', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const name of names) expect(typeof findFormat(name).recognise!(headOf(text))).toBe('boolean');
      }),
    );
  });
});

describe('a malformed JSON corpus is refused with its place and what was expected', () => {
  const uie = { text: 'a', tokens: ['a'] };
  const oneie = { tokens: ['a'], entity_mentions: [{ id: 'E', entity_type: 'X', start: 0, end: 1 }] };
  const row = (cells: number): string => `${Array(cells).fill('1').join('\t')}\n`;
  const cases: readonly (readonly [format: string, text: string, line: number, message: RegExp])[] = [
    ['uie', lines(uie, { text: 'a' }), 2, /^`tokens` does not fit/],
    [
      'uie',
      lines({ ...uie, entity: [{ type: 'X', offset: [0, 1], text: 'a' }] }),
      1,
      /^Expected `entity\[0\]\.offset` to be among 1 tokens, found 1\.$/,
    ],
    [
      'uie',
      lines({
        ...uie,
        event: [{ type: 'X', offset: [0], text: 'a', args: [{ type: 'r', offset: [-1], text: 'a' }] }],
      }),
      1,
      /^Expected `event\[0\]\.args\[0\]\.offset` to be among 1 tokens, found -1\.$/,
    ],
    ['uie', lines({ ...uie, entity: [{ type: 'X', offset: [], text: '' }] }), 1, /^`entity\[0\]\.offset`/],
    ['uie', lines({ ...uie, relation: [{ type: 'X', args: [] }] }), 1, /^`relation\[0\]\.args`/],
    ['uie', `${lines(uie)}{"text": "a", "tok`, 2, /^Expected JSON, but this line is not/],
    [
      'oneie',
      lines({ ...oneie, entity_mentions: [{ id: 'E', entity_type: 'X', start: 0, end: 2 }] }),
      1,
      /^Expected `entity_mentions\[0\]` to span some of 1 tokens, found 0 to 2\.$/,
    ],
    [
      'oneie',
      lines({
        ...oneie,
        event_mentions: [{ event_type: 'X', trigger: { start: 1, end: 1 }, arguments: [] }],
      }),
      1,
      /^Expected `event_mentions\[0\]\.trigger` to span some of 1 tokens, found 1 to 1\.$/,
    ],
    [
      'oneie',
      lines(oneie, {
        ...oneie,
        event_mentions: [
          { event_type: 'X', trigger: { start: 0, end: 1 }, arguments: [{ entity_id: 'F', role: 'r' }] },
        ],
      }),
      2,
      /^Expected `event_mentions\[0\]\.arguments\[0\]\.entity_id` to be the id of an entity of the sentence, found "F"\.$/,
    ],
    [
      'oneie',
      lines({ ...oneie, relation_mentions: [{ relation_type: 'X', arguments: [] }] }),
      1,
      /^`relation_mentions\[0\]\.arguments` does not fit/,
    ],
    [
      'nyt-triples',
      '[\n{"text": "a"}]',
      2,
      /^Expected a sentence with `triple_list`, `sentText` or `sentext`\.$/,
    ],
    ['nyt-triples', lines({ text: 'a', triple_list: [['a', 'b']] }), 1, /^`triple_list\[0\]` does not fit/],
    [
      'nyt-triples',
      lines({ sentText: 'a', relationMentions: [{ em1Text: 'a' }] }),
      1,
      /^`relationMentions\[0\]/,
    ],
    ['nyt-triples', lines({ sentext: 'a', relations: [{ em1: 'a' }] }), 1, /^`relations\[0\]/],
    ['nyt-triples', '[{"text": "a", "triple_list": [', 1, /^Record 1 breaks off at the end of the file\.$/],
    ['token-tags', lines({ tokens: ['a'], tags: [] }), 1, /^Expected a tag for each of 1 tokens, found 0\.$/],
    [
      'token-tags',
      lines({ tokens: ['a'], tags: ['X-Y'] }),
      1,
      /^Expected `tags\[0\]` to be O, .*found "X-Y"\.$/,
    ],
    [
      'token-tags',
      lines({ tokens: ['a'], tags: ['O'], relations: [[0, 0, 'X']] }),
      1,
      /^Expected `relations\[0\]\.head` to be the position of a token of a mention, found 0\.$/,
    ],
    ['conll04-corp', row(9) + row(8), 2, /^Expected 9 columns with tabs between them, .*found 8 columns\.$/],
    ['conll04-corp', `${row(9)}0\t0\tX\n`, 2, /found 3 columns\.$/],
    [
      'conll04-corp',
      `${row(9)}\n1\t5\tX\n`,
      3,
      /^Expected the relation to join places of entities of sentence 1, found 5\.$/,
    ],
    ['casie', '\n{"content": "a"}', 2, /^`cyberevent` does not fit/],
    ['casie', '{"content": "a"}\n{"content": "b"', 1, /^`cyberevent` does not fit/],
    ['casie', '\n\n{"content": "b"', 3, /^Record 1 breaks off at the end of the file\.$/],
    ['casie', '7', 1, /^Expected a JSON object\.$/],
    ['casie', '{a}', 1, /^Expected JSON, but record 1 is not/],
    ['copy-re', '{"a": 1}\n', 0, /^Expected two dictionaries among the files of a split.*found 1\.$/],
    [
      'dygie',
      lines({ sentences: [['a'], ['b']], ner: [[]] }),
      1,
      /^Expected `ner` to have a list for each of 2 sentences, found 1\.$/,
    ],
    [
      'dygie',
      lines({ sentences: [['a']], sentence_start: [0, 1] }),
      1,
      /^Expected `sentence_start` to have the start of each of 1 sentences, found 2\.$/,
    ],
    [
      'universal-ner',
      lines({
        conversations: [
          'Text: a',
          'b',
          'What describes X in the text?',
          '[]',
          'What describes Y in the text?',
        ].map((value) => ({ from: 'x', value })),
      }),
      1,
      /^Expected an answer to the last of 5 turns\.$/,
    ],
    [
      'universal-ner',
      lines({ conversations: ['Text: a', 'b', 'Who?', '[]'].map((value) => ({ from: 'x', value })) }),
      1,
      /^Expected "What describes … in the text\?" as turn 3, found "Who\?"\.$/,
    ],
    [
      'universal-ner',
      lines({
        conversations: ['Text: a', 'b', 'What describes X in the text?', 'none'].map((value) => ({
          from: 'x',
          value,
        })),
      }),
      1,
      /^Expected a JSON list of strings as turn 4, found "none"\.$/,
    ],
  ];
  for (const [format, text, line, message] of cases) {
    test(`${format}: ${JSON.stringify(text).slice(0, 70)}`, async () => {
      await expect(read(format, text)).rejects.toMatchObject({
        code: 'PROUIE_CORPUS_MALFORMED',
        message: expect.stringMatching(message),
        location: line === 0 ? { file: 'file-0' } : { file: 'file-0', line },
      });
    });
  }
});
