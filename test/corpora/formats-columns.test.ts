import { describe, expect, test } from 'vitest';
import { findFormat } from '../../src/corpora/all-formats.ts';
import type { RawSentence } from '../../src/corpora/format.ts';
import { formatsOf } from '../../src/corpora/recognise.ts';
import { textSource } from '../../src/corpora/source.ts';
import { collected } from './collected.ts';

type Options = Readonly<Record<string, unknown>>;

/** Reads files given by path and text. */
const read = (
  format: string,
  files: Readonly<Record<string, string>>,
  options: Options = {},
): Promise<RawSentence[]> =>
  collected(
    findFormat(format).read(
      Object.entries(files).map(([path, text]) => textSource(path, text)),
      options,
    ),
  );
const one = async (format: string, text: string): Promise<RawSentence> => {
  const sentences = await read(format, { 'file.txt': text });
  expect(sentences).toHaveLength(1);
  return sentences[0]!;
};
const mentions = (sentence: RawSentence) => sentence.entities!.map(({ type, text }) => `${type}: ${text}`);
const pairs = (sentence: RawSentence) =>
  sentence.relations!.map(({ type, head, tail }) => `${type}: ${head} > ${tail}`);
const looksLike = (text: string, complete = true) =>
  formatsOf({ name: 'file.txt', bytes: new TextEncoder().encode(text), text, complete }).map(
    ({ name }) => name,
  );

describe('a file with a token a line', () => {
  test('is recognised by its columns, and by nothing in a line that is cut off', () => {
    expect(looksLike('Oslo\tB-LOC\nshone\tO\n')).toEqual(['columns']);
    expect(looksLike('Oslo S-LOC\nshone O\n')).toEqual(['columns']);
    expect(looksLike('B-LOC\tOslo\nO\tshone\n')).toEqual(['columns-tag-first']);
    expect(looksLike('1\tOslo\tB-LOC\n2\tshone\tO\n\n1\tOslo\tB-LOC\n')).toEqual(['columns-index-first']);
    expect(looksLike('Oslo NNP I-NP I-LOC\nshone VBD I-VP O\n')).toEqual(['conll2003']);
    expect(looksLike('Oslo\tNNP\tI-NP\tI-LOC\nshone\tVBD\tI-VP\tO\n')).toEqual(['conll2003']);
    expect(looksLike('Oslo\tB-LOC\tB-ORG\nBank\tO\tI-ORG\n')).toEqual(['iob2']);
    expect(looksLike('Oslo\tB\nshone\tO\n')).toEqual(['columns-merged']);
    expect(looksLike('Oslo\tB-LOC\nsho', false)).toEqual(['columns']);
    expect(looksLike('Oslo\tB-L', false)).toEqual([]);
    expect(looksLike('Oslo shone\nand so on\n')).toEqual([]);
    expect(looksLike('Oslo\tB-LOC\nshone\n')).toEqual([]);
  });

  test('may have blanks or tabs without being told', async () => {
    const sentence = await one('columns', '-DOCSTART-\n\nNew B-LOC\nOslo E-LOC\nshone O\n');
    expect(sentence).toMatchObject({ text: 'New Oslo shone', location: { line: 3 } });
    expect(mentions(sentence)).toEqual(['LOC: New Oslo']);
  });

  test('may have types for tags', async () => {
    const [sentence] = await read('columns', { a: 'Anna\tPER\nLee\tPER\nran\tO\n' }, { scheme: 'io' });
    expect(mentions(sentence!)).toEqual(['PER: Anna Lee']);
  });
});

describe('nested columns', () => {
  test('have a layer of mentions a column, put together by their beginnings', async () => {
    const sentence = await one(
      'iob2',
      'the\tO\tO\tO\nOslo\tB-LOC\tB-ORG\tO\nBank\tO\tI-ORG\tB-Word\nLtd\tO\tI-ORG\tO\n',
    );
    expect(sentence.entities).toEqual([
      { type: 'LOC', text: 'Oslo', line: 2 },
      { type: 'ORG', text: 'Oslo Bank Ltd', line: 2 },
      { type: 'Word', text: 'Bank', line: 3 },
    ]);
  });

  test('may have more layers in one sentence than in another', async () => {
    const sentences = await read('iob2', { a: 'a\tB-X\n\nb\tB-X\tB-Y\n' });
    expect(sentences.map(mentions)).toEqual([['X: a'], ['X: b', 'Y: b']]);
  });

  test('count what is mended in each layer', async () => {
    expect((await one('iob2', 'a\tI-X\tI-Y\n \tO\tO\n')).repairs).toEqual([
      'tag-mended',
      'tag-mended',
      'blank-token',
    ]);
  });
});

describe('files of one type each', () => {
  test('are put together, so that mentions may overlap', async () => {
    const [first, second] = await read('columns-merged', {
      'corpus/protein/train.tsv': 'the\tO\nIL\tB\n2\tI\ngene\tO\n\nend\tO\n',
      'corpus/DNA/train.tsv': 'the\tO\nIL\tB\n2\tI\ngene\tI\n\nend\tO\n',
    });
    expect(first!.text).toBe('the IL 2 gene');
    expect(first!.location).toEqual({ file: 'corpus/protein/train.tsv', line: 1 });
    expect(mentions(first!)).toEqual(['protein: IL 2', 'DNA: IL 2 gene']);
    expect(second).toMatchObject({ text: 'end', entities: [] });
  });

  test('say their type in the option, in their tags, or in their folder, or their own name', async () => {
    const text = 'a\tB\n';
    const types = async (files: Readonly<Record<string, string>>, options?: Options) =>
      (await read('columns-merged', files, options))[0]!.entities!.map(({ type }) => type);
    expect(await types({ 'x/a.tsv': text, 'y/a.tsv': text }, { types: ['P', 'Q'] })).toEqual(['P', 'Q']);
    expect(await types({ 'x/a.tsv': 'a\tB-Own\n', 'y/a.tsv': text })).toEqual(['Own', 'y']);
    expect(await types({ 'gene.train.tsv': text })).toEqual(['gene']);
  });

  const refused = (other: string) =>
    expect(read('columns-merged', { 'x/t.tsv': 'a\tO\nb\tB\n\nc\tO\n', 'y/t.tsv': other })).rejects;

  test('are refused where their tokens differ, with both places', async () => {
    await refused('a\tO\nB\tO\n\nc\tO\n').toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      message: 'Expected "b", as in x/t.tsv:2, found "B".',
      location: { file: 'y/t.tsv', line: 2 },
    });
    await refused('a\tO\n\nb\tO\n\nc\tO\n').toMatchObject({
      message: 'Expected "b", as in x/t.tsv:2, found the end of the sentence.',
      location: { file: 'y/t.tsv', line: 1 },
    });
    await refused('a\tO\nb\tO\nc\tO\n').toMatchObject({
      message: 'Expected the end of the sentence, as in x/t.tsv:2, found "c".',
      location: { file: 'y/t.tsv', line: 3 },
    });
  });

  test('are refused where one ends before the others', async () => {
    await refused('a\tO\nb\tO\n').toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      message: 'Expected a sentence beside this one in y/t.tsv, which ends before it.',
      location: { file: 'x/t.tsv', line: 4 },
    });
  });

  test('need a type each, when types are named', async () => {
    await expect(read('columns-merged', { 'x/t.tsv': '' }, { types: ['P', 'Q'] })).rejects.toMatchObject({
      code: 'PROUIE_FORMAT_OPTION',
      message: 'Format columns-merged: `types` names 2 types for 1 files.',
    });
  });
});

describe('multi-head columns', () => {
  const row = (number: number, token: string, tag: string, relations = "['N']", tails = `[${number}]`) =>
    `${number}\t${token}\t${tag}\t${relations}\t${tails}\n`;

  test('lead from the last token of the head to that of the tail, several times if they like', async () => {
    const sentence = await one(
      'multihead',
      [
        '#doc 7\n',
        row(0, 'Anna', 'B-Peop'),
        row(1, 'Lee', 'I-Peop', "['Live_In', 'Work_For']", '[4, 6]'),
        row(2, 'of', 'O'),
        row(3, 'New', 'B-Loc'),
        row(4, 'Oslo', 'I-Loc'),
        row(5, 'at', 'O'),
        row(6, 'Acme', 'B-Org', '["OrgBased_In"]', '[3]'),
      ].join(''),
    );
    expect(mentions(sentence)).toEqual(['Peop: Anna Lee', 'Loc: New Oslo', 'Org: Acme']);
    expect(pairs(sentence)).toEqual([
      'Live_In: Anna Lee > New Oslo',
      'Work_For: Anna Lee > Acme',
      'OrgBased_In: Acme > New Oslo',
    ]);
    expect(sentence.repairs).toEqual([]);
  });

  test('begin a sentence at #doc, and where the numbers begin anew', async () => {
    const text = `#doc 1\n${row(0, 'a', 'O')}\n${row(1, 'b', 'O')}#doc 2\n${row(0, 'c', 'O')}${row(0, 'd', 'O')}`;
    const sentences = await read('multihead', { f: text });
    expect(sentences.map((sentence) => sentence.text)).toEqual(['a b', 'c', 'd']);
    expect(sentences.map((sentence) => sentence.location.line)).toEqual([2, 6, 7]);
  });

  test('count an argument that has no tag', async () => {
    const sentence = await one('multihead', row(0, 'Anna', 'B-P', "['R']", '[1]') + row(1, 'x', 'O'));
    expect(pairs(sentence)).toEqual(['R: Anna > x']);
    expect(sentence.repairs).toEqual(['untagged-argument']);
  });

  const cases: readonly (readonly [text: string, line: number, message: RegExp])[] = [
    [
      row(0, 'a', 'B-X', "['R']", '[7]'),
      1,
      /^Expected R to lead to a token .* last of which is 0; found 7\.$/,
    ],
    [
      row(0, 'a', 'B-X', "['R', 'S']", '[0]'),
      1,
      /^Expected a token for each relation, found 2 relations to 1/,
    ],
    [row(0, 'a', 'B-X', 'R'), 1, /^Expected a list such as \['Live_In', 'Work_For'\], found R\.$/],
    [row(0, 'a', 'B-X', "['R']", '[x]'), 1, /^Expected a list such as \[4, 7\], found \[x\]\.$/],
    [row(0, 'a', 'X'), 1, /^Expected the tag O, or/],
    ['#doc 1\n0\ta\tO\n', 2, /^Expected 5 columns with tabs, found 3\.$/],
    ["a\ta\tO\t['N']\t[0]\n", 1, /^Expected the number of a token, found "a"\.$/],
  ];
  for (const [text, line, message] of cases) {
    test(`refuse ${JSON.stringify(text)}`, async () => {
      await expect(read('multihead', { 'file.txt': text })).rejects.toMatchObject({
        code: 'PROUIE_CORPUS_MALFORMED',
        message: expect.stringMatching(message),
        location: { file: 'file.txt', line },
      });
    });
  }
});

describe('the files of KBP37', () => {
  const kbp37 =
    '20\t"<e1> Acme </e1> is led by <e2> Anna Lee </e2> ..\u2028"\norg:top_members/employees(e1,e2)\n\n\n' +
    '21\t"The <e1> </e1> founder of <e2> Oslo </e2> said: " no " ."\nno_relation\n\n\n';

  test('have no comments, labels without a direction, and arguments without text', async () => {
    const [first, second] = await read('semeval-2010', { 'train.txt': kbp37 });
    expect(first!.text).toBe('Acme is led by Anna Lee ..');
    expect(pairs(first!)).toEqual(['org:top_members/employees: Acme > Anna Lee']);
    expect(second).toMatchObject({
      text: 'The founder of Oslo said: " no " .',
      location: { line: 5 },
      relations: [],
      repairs: ['one-sided-pair'],
    });
  });

  test('are recognised, and a key file is not', () => {
    expect(looksLike(kbp37)).toEqual(['semeval-2010']);
    expect(looksLike(kbp37.slice(0, 80), false)).toEqual(['semeval-2010']);
    expect(looksLike(kbp37.slice(0, 40), false)).toEqual([]);
    expect(looksLike('8001\tMessage-Topic(e1,e2)\n8002\tOther\n')).toEqual([]);
  });

  test('are refused where a sentence has lost its quote', async () => {
    const text = '20\t"<e1>a</e1> <e2>b</e2>"\n21\t"<e1>a</e1> <e2>b</e2>\nOther\n';
    await expect(read('semeval-2010', { 'train.txt': text })).rejects.toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      location: { file: 'train.txt', line: 2 },
    });
  });
});

describe('SemEval lines', () => {
  test('keep punctuation that is glued to an argument, and its place', async () => {
    const [sentence] = await read('semeval-tsv', {
      a: 'Other\tThe<e1> cat </e1>,the "<e2>door</e2>"-mat and\u2028all.\r\n',
    });
    expect(sentence).toMatchObject({
      text: 'Thecat,the "door"-mat and all.',
      relations: [{ type: 'Other', head: 'cat', tail: 'door' }],
    });
  });
});

describe('GIDS', () => {
  const row = (head: string, tail: string, relation: string, text: string) =>
    `/m/1\t/m/2\t${head}\t${tail}\t${relation}\t${text} ###END### \n`;

  test('has blanks for the underscores of names, wherever they stand', async () => {
    const sentence = await one(
      'gids',
      row(
        'Anna_Lee_',
        'New_Oslo_/_Old_Oslo',
        '/people/born',
        'Ms. Anna_Lee_ came to New_Oslo_/_Old_Oslo , a_b; Anna_Lee_ left.',
      ),
    );
    expect(sentence.text).toBe('Ms. Anna Lee came to New Oslo / Old Oslo , a_b; Anna Lee left.');
    expect(pairs(sentence)).toEqual(['/people/born: Anna Lee > New Oslo / Old Oslo']);
    for (const { head, tail } of sentence.relations!) {
      expect(sentence.text).toContain(head);
      expect(sentence.text).toContain(tail);
    }
    expect(sentence.repairs).toEqual([]);
  });

  test('may have one name in the other', async () => {
    const sentence = await one('gids', row('John_B', 'John_B_Hall', 'NA', 'John_B built John_B_Hall .'));
    expect(sentence.text).toBe('John B built John B Hall .');
    expect(pairs(sentence)).toEqual(['NA: John B > John B Hall']);
  });

  test('counts a name that is not in its sentence', async () => {
    const sentence = await one('gids', row('Anna_Lee', 'Oslo', 'NA', 'Anna Lee saw Oslo .'));
    expect(sentence.repairs).toEqual(['mention-not-in-text']);
  });

  test('is recognised without the end mark too', () => {
    expect(looksLike('1\t2\tAnna_Lee\tOslo\tNA\tAnna_Lee saw Oslo .\n')).toEqual(['gids']);
    expect(looksLike('1\t2\tAnna\tOslo\tNA\tSomething else\n')).toEqual([]);
  });

  test('is refused with a column less, and without a relation', async () => {
    await expect(read('gids', { f: '\n/m/1\t/m/2\ta\tb\tNA\n' })).rejects.toMatchObject({
      message: 'Expected 6 columns with tabs, found 5.',
      location: { file: 'f', line: 2 },
    });
    await expect(read('gids', { f: row('a', 'b', '', 'a b') })).rejects.toMatchObject({
      message: 'Expected a relation in column 5, found nothing.',
    });
  });
});

describe('DRUG-AE.rel', () => {
  test('has a sentence for each text of a document, with its relations in the order of their offsets', async () => {
    const text = [
      '5|Rash and fever after mintol.|fever|109|114|mintol|121|127',
      '5|Another sentence on tarol: rash | pain.|rash|60|64|tarol|53|58',
      '5|Rash and fever after mintol.|Rash|100|104|mintol|121|127',
      '6|Rash and fever after mintol.|Rash|0|4|mintol|21|27',
    ].join('\r\n');
    const sentences = await read('ade-rel', { f: text });
    expect(sentences.map(({ text: sentence }) => sentence)).toEqual([
      'Rash and fever after mintol.',
      'Another sentence on tarol: rash | pain.',
      'Rash and fever after mintol.',
    ]);
    expect(pairs(sentences[0]!)).toEqual(['Adverse-Effect: Rash > mintol', 'Adverse-Effect: fever > mintol']);
  });

  test('counts a mention that is not in its sentence', async () => {
    expect((await one('ade-rel', '5|Rash after mintol.|rash|0|4|mintol|11|17\n')).repairs).toEqual([
      'mention-not-in-text',
    ]);
  });

  test('is refused with a column less, an empty span, and rows of a document apart', async () => {
    await expect(read('ade-rel', { f: '5|a b|a|0|1|b|2\n' })).rejects.toMatchObject({
      message: 'Expected 8 columns with | between them, found 7.',
      location: { file: 'f', line: 1 },
    });
    await expect(read('ade-rel', { f: '\n5|a b|a|1|1|b|2|3\n' })).rejects.toMatchObject({
      message: 'Expected "a" to span some text, found 1 to 1.',
      location: { file: 'f', line: 2 },
    });
    const row = (document: number) => `${document}|a b|a|0|1|b|2|3\n`;
    await expect(read('ade-rel', { f: row(5) + row(6) + row(5) })).rejects.toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      message: 'Expected the rows of document 5 to stand together; others stand further up.',
      location: { file: 'f', line: 3 },
    });
  });
});
