import { describe, expect, test } from 'vitest';
import type { CorpusLayout } from '../../src/corpora/card.ts';
import { type ImportCard, type ImportOptions, importCorpus } from '../../src/corpora/import.ts';
import { findLayout } from '../../src/corpora/layout.ts';
import { textSource } from '../../src/corpora/source.ts';
import { collected } from './collected.ts';

const CARD: ImportCard = {
  id: 'toy',
  task: 'ner',
  schema: { task: 'ner', types: ['person', 'place'] },
  labelMap: { PER: 'person', LOC: 'place', MISC: '' },
  emptyRows: 'keep',
};
const RELATIONS: ImportCard = {
  ...CARD,
  task: 're',
  schema: { task: 're', types: ['cause'] },
  labelMap: { Cause: 'cause', none: '' },
};
const layoutOf = (files: CorpusLayout['files'], more: Partial<CorpusLayout> = {}): CorpusLayout => ({
  format: 'columns',
  files,
  options: {},
  holdOut: {},
  ...more,
});
const importTexts = async (
  card: ImportCard,
  layout: CorpusLayout,
  texts: Readonly<Record<string, string>>,
  options?: ImportOptions,
) => {
  const corpus = importCorpus(card, layout, (path) => textSource(path, texts[path]!), options);
  const examples = await collected(corpus.examples);
  return { examples, summary: corpus.summary() };
};
/** Sentences of one token each, named a, b, c … */
const tokens = (names: string, tag = 'O') => [...names].map((name) => `${name}\t${tag}\n\n`).join('');

describe('an import', () => {
  test("gives examples with the card's labels and schema, and an id for each", async () => {
    const { examples } = await importTexts(CARD, layoutOf({ test: ['t'] }), {
      t: 'Ann\tB-PER\n\nOslo\tB-LOC\n',
    });
    expect(examples).toEqual([
      {
        id: 'toy/test/1',
        dataset: 'toy',
        task: 'ner',
        split: 'test',
        text: 'Ann',
        schema: CARD.schema,
        gold: { task: 'ner', entities: [{ type: 'person', text: 'Ann' }] },
      },
      expect.objectContaining({
        id: 'toy/test/2',
        gold: { task: 'ner', entities: [{ type: 'place', text: 'Oslo' }] },
      }),
    ]);
  });

  test('reads the files of a split one after the other', async () => {
    const { examples } = await importTexts(CARD, layoutOf({ train: ['a', 'b'] }), {
      a: tokens('xy'),
      b: tokens('z'),
    });
    expect(examples.map((example) => example.text)).toEqual(['x', 'y', 'z']);
  });

  test('holds out the last rows of a split for one that the source lacks', async () => {
    const layout = layoutOf(
      { train: ['t'] },
      { holdOut: { val: { from: 'train', last: 2 }, test: { from: 'train', last: 3 } } },
    );
    const { examples, summary } = await importTexts(CARD, layout, { t: tokens('abcdefgh') });
    const names = (split: string) =>
      examples
        .filter((one) => one.split === split)
        .map((one) => one.text)
        .join('');
    expect([names('train'), names('val'), names('test')]).toEqual(['abc', 'de', 'fgh']);
    expect(summary.counts).toEqual({ train: 3, val: 2, test: 3 });
    expect(summary.read).toEqual({ train: 8 });
    expect(examples.at(-1)!.id).toBe('toy/test/3');
  });

  test('refuses to hold out all rows of a split', async () => {
    const layout = layoutOf({ train: ['t'] }, { holdOut: { val: { from: 'train', last: 3 } } });
    await expect(importTexts(CARD, layout, { t: tokens('abc') })).rejects.toMatchObject({
      code: 'PROUIE_SPLIT_SHORT',
    });
  });

  test('refuses a label that the card does not know, with its line and the nearest one', async () => {
    await expect(
      importTexts(CARD, layoutOf({ test: ['t.tsv'] }), { 't.tsv': 'a\tO\nAnn\tB-PERS\n' }),
    ).rejects.toMatchObject({
      code: 'PROUIE_LABEL_UNKNOWN',
      message: 'The card toy knows no type "PERS".',
      location: { file: 't.tsv', line: 2 },
      hint: expect.stringContaining('Did you mean "PER"?'),
    });
  });

  test('can count unknown labels and go on without them', async () => {
    const text = 'Ann\tB-PERS\nBo\tB-PER\n\nLu\tB-PERS\n';
    const { examples, summary } = await importTexts(
      CARD,
      layoutOf({ test: ['t'] }),
      { t: text },
      { unknownLabels: 'count' },
    );
    expect(examples.map((one) => one.gold)).toEqual([
      { task: 'ner', entities: [{ type: 'person', text: 'Bo' }] },
      { task: 'ner', entities: [] },
    ]);
    expect(summary.unknown).toMatchObject([{ label: 'type PERS', count: 2, first: { file: 't', line: 1 } }]);
  });

  test('does not take names of object methods for labels', async () => {
    await expect(
      importTexts(CARD, layoutOf({ test: ['t'] }), { t: 'a\tB-constructor\n' }),
    ).rejects.toMatchObject({
      code: 'PROUIE_LABEL_UNKNOWN',
    });
  });

  test('leaves out annotations that the card maps to nothing, and counts them', async () => {
    const { examples, summary } = await importTexts(CARD, layoutOf({ test: ['t'] }), {
      t: 'a\tB-MISC\nb\tB-PER\n',
    });
    expect(examples[0]!.gold).toEqual({ task: 'ner', entities: [{ type: 'person', text: 'b' }] });
    expect(summary.repairs).toEqual([{ split: 'test', repair: 'label-left-out', count: 1 }]);
  });

  test('drops rows without annotation where the card wants it, and counts them', async () => {
    const text = 'Cause(e1,e2)\t<e1>a</e1> <e2>b</e2>\nnone\t<e1>c</e1> <e2>d</e2>\n';
    const layout = layoutOf({ test: ['t'] }, { format: 'semeval-tsv' });
    const kept = await importTexts(RELATIONS, layout, { t: text });
    expect(kept.examples).toHaveLength(2);
    const dropped = await importTexts({ ...RELATIONS, emptyRows: 'drop' }, layout, { t: text });
    expect(dropped.examples.map((one) => one.text)).toEqual(['a b']);
    expect(dropped.summary.repairs).toContainEqual({ split: 'test', repair: 'empty-row-dropped', count: 1 });
  });

  test('keeps a sentence without text, and counts it', async () => {
    const { examples, summary } = await importTexts(CARD, layoutOf({ test: ['t'] }), { t: 'a\tO\n\n \tO\n' });
    expect(examples.map((one) => one.text)).toEqual(['a', '']);
    expect(summary.repairs.map((one) => one.repair)).toEqual(['blank-token', 'blank-text']);
  });

  test('refuses an empty split', async () => {
    const message = 'The train split of toy is empty: it holds no sentence.';
    await expect(importTexts(CARD, layoutOf({ train: ['t'] }), { t: '\n\n' })).rejects.toMatchObject({
      code: 'PROUIE_SPLIT_EMPTY',
      message,
    });
  });

  test('refuses a format that bears no annotations of the task, and a record that lacks them', async () => {
    await expect(importTexts(RELATIONS, layoutOf({ test: ['t'] }), { t: 'a\tO\n' })).rejects.toMatchObject({
      code: 'PROUIE_FORMAT_TASK',
    });
    const layout = layoutOf({ test: ['t'] }, { format: 'instructuie' });
    await expect(
      importTexts(RELATIONS, layout, { t: '[{"sentence": "a", "entities": []}]' }),
    ).rejects.toMatchObject({
      code: 'PROUIE_CORPUS_MALFORMED',
      message: 'Expected `relations` in this record.',
    });
  });

  test('reads back the examples that an import wrote', async () => {
    const { examples } = await importTexts(CARD, layoutOf({ test: ['t'] }), {
      t: 'Ann\tB-PER\n\nOslo\tB-LOC\n',
    });
    const lines = examples.map((one) => {
      const { task: _, ...gold } = one.gold;
      return `${JSON.stringify({ ...one, schema: { types: one.schema.types }, gold })}\n`;
    });
    const again = await importTexts(CARD, layoutOf({ test: ['x'] }, { format: 'examples' }), {
      x: lines.join(''),
    });
    expect(again.examples).toEqual(examples);
  });

  test('maps roles and types of events, and leaves out arguments without text', async () => {
    const card: ImportCard = {
      ...CARD,
      task: 'ee',
      schema: { task: 'ee', types: [{ name: 'move', roles: ['agent', 'goal'] }] },
      labelMap: { Move: 'move', Agent: 'agent', Time: '' },
    };
    const events = [
      {
        type: 'Move',
        trigger: 'ran',
        arguments: [
          { role: 'Agent', name: 'Ann' },
          { role: 'Time', name: 'now' },
          { role: 'goal', name: ' ' },
        ],
      },
    ];
    const layout = layoutOf({ test: ['t'] }, { format: 'instructuie' });
    const { examples, summary } = await importTexts(card, layout, {
      t: JSON.stringify([{ sentence: 'Ann ran now', events }]),
    });
    expect(examples[0]!.gold).toEqual({
      task: 'ee',
      events: [{ type: 'move', trigger: 'ran', arguments: [{ role: 'agent', text: 'Ann' }] }],
    });
    expect(summary.repairs.map((one) => one.repair)).toEqual(['label-left-out', 'blank-mention']);
    events[0]!.arguments[0]!.role = 'Agnt';
    await expect(
      importTexts(card, layout, { t: JSON.stringify([{ sentence: 'Ann ran now', events }]) }),
    ).rejects.toMatchObject({
      message: 'The card toy knows no role "Agnt".',
      hint: expect.stringContaining('Did you mean "Agent"?'),
    });
  });
});

describe('the layout of a corpus', () => {
  const first = layoutOf({ train: ['NER/toy/train'], test: ['NER/toy/test'] });
  const second = layoutOf({ test: ['NER/toy/other.json'] }, { format: 'instructuie' });
  const card = { id: 'toy', layouts: [first, second] };
  const found = (...files: string[]) => findLayout(card, (path) => files.includes(path));

  test('is the first one that is all there', () => {
    expect(found('NER/toy/train', 'NER/toy/test', 'NER/toy/other.json')).toEqual({
      state: 'complete',
      layout: first,
    });
    expect(found('NER/toy/train', 'NER/toy/other.json')).toEqual({ state: 'complete', layout: second });
  });

  test('is half there when files are missing, and says which', () => {
    expect(found('NER/toy/train')).toEqual({ state: 'partial', layout: first, missing: ['NER/toy/test'] });
  });

  test('is absent when no file is there, and says what was looked for', () => {
    expect(found()).toEqual({
      state: 'absent',
      looked: ['NER/toy/train', 'NER/toy/test', 'NER/toy/other.json'],
    });
  });

  test('is that of an import before all others', () => {
    expect(found('toy/test.jsonl', 'NER/toy/train', 'NER/toy/test')).toMatchObject({
      state: 'complete',
      layout: { format: 'examples', files: { test: ['toy/test.jsonl'] } },
    });
  });
});
