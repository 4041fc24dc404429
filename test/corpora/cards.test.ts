import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findFormat } from '../../src/corpora/all-formats.ts';
import { parseCard, parseCards } from '../../src/corpora/cards.ts';
import { findCard } from '../../src/corpora/find-card.ts';
import { roleNames, typeNames } from '../../src/corpora/schema-names.ts';
import { textSource } from '../../src/corpora/source.ts';
import { drawnFrom, trainingSets } from '../../src/corpora/training-sets.ts';
import { SPLITS, type Task } from '../../src/uie/records.ts';
import { packageCards, packageRoot } from './package-cards.ts';

const cards = packageCards();

interface PaperTable {
  readonly table: string;
  readonly rows: readonly {
    readonly row: string;
    readonly dataset: string;
    readonly task?: Task;
    readonly domain?: string;
    readonly values: readonly (number | null)[];
  }[];
}
const { tables } = parse(readFileSync(join(packageRoot, 'papers/prouie/published.yaml'), 'utf8')) as {
  tables: readonly PaperTable[];
};
const table = (name: string): PaperTable => tables.find((one) => one.table === name)!;

describe('the cards of the package', () => {
  test('have the rows of Table 8, in its order', () => {
    const ours = cards.map(({ id, task, published: { labels, roles, train, val, test: rows } }) => ({
      dataset: id,
      task,
      values: [labels, roles, train, val, rows],
    }));
    expect(ours).toEqual(table('8').rows.map(({ dataset, task, values }) => ({ dataset, task, values })));
    expect(cards.map((card) => card.row)).toEqual(cards.map((_, index) => index + 1));
  });

  test('are 25 sets of entities, 8 of relations and 3 of events', () => {
    expect(['ner', 're', 'ee'].map((task) => cards.filter((card) => card.task === task).length)).toEqual([
      25, 8, 3,
    ]);
  });

  test('bear the names of Tables 1 to 4', () => {
    for (const name of ['1', '2', '3', '4']) {
      for (const { row, dataset } of table(name).rows) expect(findCard(cards, dataset).resultName).toBe(row);
    }
  });

  test('are out of domain where Table 1 says so, seven in all, and then in no mixture', () => {
    const out = cards.filter((card) => card.domain === 'out').map((card) => card.id);
    expect(out.toSorted()).toEqual(
      table('1')
        .rows.filter((row) => row.domain === 'out')
        .map((row) => row.dataset)
        .toSorted(),
    );
    expect(out).toHaveLength(7);
    const sets = trainingSets(cards).map((set) => set.id);
    expect(sets).toHaveLength(29);
    for (const id of out) {
      expect(sets).not.toContain(id);
      expect(drawnFrom(cards, id)).toEqual([]);
    }
    for (const id of sets) expect(drawnFrom(cards, id)).not.toEqual([]);
  });

  test('sum to the training rows of Table 8, and for relations to those that the paper trains on', () => {
    const sum = (task: Task) =>
      trainingSets(cards).reduce((rows, set) => rows + (set.task === task ? set.trainedOn : 0), 0);
    expect([sum('ner'), sum('re'), sum('ee')]).toEqual([830_205, 179_794, 9_991]);
    expect(
      cards
        .filter((card) => card.trainedOn !== card.published.train)
        .map((card) => [card.id, card.trainedOn]),
    ).toEqual([
      ['ADE_corpus', 15_000],
      ['CoNLL2004', 5_000],
      ['NYT', 56_196],
      ['SciERC', 10_000],
    ]);
  });

  test('name labels in words, each once, as many as Table 8 counts', () => {
    for (const { id, schema, published } of cards) {
      const types = typeNames(schema);
      expect(new Set(types).size, id).toBe(published.labels);
      for (const type of types) expect(type, id).toMatch(/^[A-Za-z]+( [A-Za-z]+)*$/);
      expect(roleNames(schema).length || null, id).toBe(published.roles);
    }
  });

  test('have the labels that the figures of the paper show', () => {
    expect(typeNames(findCard(cards, 'broad_twitter_corpus').schema)).toEqual([
      'location',
      'person',
      'organization',
    ]);
    expect(typeNames(findCard(cards, 'SciERC').schema)).toEqual([
      'conjunction',
      'feature of',
      'hyponym of',
      'used for',
      'part of',
      'compare',
      'evaluate for',
    ]);
    expect(typeNames(findCard(cards, 'PHEE').schema)).toEqual([
      'potential therapeutic event',
      'adverse event',
    ]);
    expect(findCard(cards, 'NYT').labelMap['/people/person/place_of_birth']).toBe('place of birth');
  });

  test('are plain JSON data', () => {
    expect(JSON.parse(JSON.stringify(cards))).toEqual(cards);
  });

  test('name layouts whose formats bear their task and take their options', async () => {
    for (const card of cards) {
      expect(card.layouts.length, card.id).toBeGreaterThan(0);
      for (const layout of card.layouts) {
        const format = findFormat(layout.format);
        expect(format.tasks, card.id).toContain(card.task);
        const beside = Object.entries(format.beside ?? {}).map(([name, text]) => textSource(name, text));
        const sample = textSource('none', format.name === 'columns' ? '' : format.sample);
        const files = format.name === 'columns-merged' ? layout.files.test!.map(() => sample) : [sample];
        const nothing = format.read(format.binary === true ? [] : [...beside, ...files], layout.options);
        for await (const sentence of nothing) expect(sentence.text).not.toBe('');
      }
    }
  });

  test('give the paper its counts where a split is held out of the training file', () => {
    const held = cards.flatMap((card) =>
      card.layouts.flatMap((layout) => SPLITS.map((split) => layout.holdOut[split]?.last)),
    );
    expect(held.filter((rows) => rows !== undefined).toSorted((a, b) => a - b)).toEqual([
      149, 427, 427, 428, 428, 428, 1493, 1493, 1520, 2442,
    ]);
  });

  test('take the event types of ACE 2005 with a dot or a colon, and leave out its times and values', () => {
    const { labelMap } = cards.find((card) => card.id === 'ACE2005-EE')!;
    const dotted = Object.keys(labelMap).filter((label) => label.includes('.'));
    expect(dotted).toHaveLength(33);
    for (const label of dotted) expect(labelMap[label.replace('.', ':')]).toBe(labelMap[label]);
    for (const role of ['Time', 'Time-Within', 'Money', 'Crime']) expect(labelMap[role]).toBe('');
    expect(cards.find((card) => card.id === 'ACE2005-NER')!.labelMap).toMatchObject({
      VALUE: '',
      TIMEX2: '',
    });
  });

  test('name no file twice in a split, and only what is no sentences in several', () => {
    for (const { format, files } of cards.flatMap((card) => card.layouts)) {
      const named = SPLITS.flatMap((split) => {
        expect(new Set(files[split]).size).toBe((files[split] ?? []).length);
        return files[split] ?? [];
      });
      const shared = named.filter((file, index) => named.indexOf(file) !== index);
      expect(shared.every((file) => format === 'copy-re' && /2id\.json$/.test(file))).toBe(true);
    }
  });
});

const CARD = `id: toy
name: Toy set
resultName: Toy
row: 1
task: ner
domain: in
labels: [person, place]
published: { labels: 2, roles: null, train: 3, val: 1, test: 1 }
trainedOn: 3
emptyRows: keep
labelMap:
  PER: person
source: nowhere
licence: none
layouts:
  - format: columns
    files: { train: [toy/train.tsv], test: [toy/test.tsv] }
    holdOut: { val: { from: train, last: 1 } }
remarks: []
`;
const failure = (text: string, file = 'data/toy.yaml') => {
  try {
    parseCard(text, file);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a card', () => {
  test('that is right is read', () => {
    expect(parseCard(CARD, 'data/toy.yaml')).toMatchObject({
      id: 'toy',
      schema: { task: 'ner', types: ['person', 'place'] },
    });
  });

  test('with an unknown key is refused at the key, and the nearest one is named', () => {
    expect(failure(CARD.replace('licence:', 'license:'))).toMatchObject({
      code: 'PROUIE_INVALID',
      location: { file: 'data/toy.yaml', line: 14, column: 1 },
      hint: 'Did you mean "licence"?',
    });
    expect(failure(CARD.replace('val: 1', 'vla: 1'))).toMatchObject({
      message: 'A card has no key `published.vla`.',
      location: { line: 8, column: 48 },
      hint: 'Did you mean "val"?',
    });
  });

  test('with an unknown value is refused, and the nearest one is named', () => {
    expect(failure(CARD.replace('task: ner', 'task: nre'))).toMatchObject({
      code: 'PROUIE_INVALID',
      location: { line: 5, column: 7 },
      hint: 'Did you mean "ner"?',
    });
  });

  test('whose labels are not as many as Table 8 says is refused', () => {
    expect(failure(CARD.replace('[person, place]', '[person]'))).toMatchObject({
      message: 'The card lists 1 labels, and Table 8 has 2.',
      location: { line: 8, column: 22 },
    });
  });

  test('whose label map leads to an unknown label is refused', () => {
    expect(failure(CARD.replace('PER: person', 'PER: persn'))).toMatchObject({
      message: 'The label map leads from "PER" to "persn", which is no label of the card.',
      location: { line: 12, column: 8 },
      hint: 'Did you mean "person"?',
    });
  });

  test('out of domain with training rows is refused', () => {
    expect(failure(CARD.replace('domain: in', 'domain: out'))).toMatchObject({
      code: 'PROUIE_INVALID',
      location: { line: 9 },
    });
  });

  test('of events without events is refused', () => {
    expect(failure(CARD.replace('task: ner', 'task: ee'))).toMatchObject({
      message: 'A card of task ee has `events` and no `labels`.',
    });
  });

  test('that holds a split out of nothing is refused', () => {
    expect(failure(CARD.replace('from: train', 'from: val'))).toMatchObject({
      code: 'PROUIE_INVALID',
      location: { line: 18 },
    });
  });

  test('that is no YAML is refused with line and column', () => {
    expect(failure(CARD.replace('[person, place]', '[person, place'))).toMatchObject({
      code: 'PROUIE_YAML',
      location: { file: 'data/toy.yaml', line: 8 },
    });
  });

  test('may share neither id nor row with another', () => {
    const both = [CARD, CARD.replace('row: 1', 'row: 2')].map((text, index) => ({
      file: `data/${index}.yaml`,
      text,
    }));
    expect(() => parseCards(both)).toThrow('Two cards have the id toy: this one and data/0.yaml.');
  });
});

describe('a data set', () => {
  test('is found by its id, its name in Table 8 or its name in the results, in any case', () => {
    for (const name of ['semeval_RE', 'semeval re', 'SEMEVAL RE'])
      expect(findCard(cards, name).id).toBe('semeval_RE');
    expect(findCard(cards, 'Restaurant').id).toBe('MIT_Restaurant');
  });

  test('that two cards are named after has to be named by its id', () => {
    expect(() => findCard(cards, 'ACE2005')).toThrow(
      '"ACE2005" names 2 data sets: ACE2005-NER and ACE2005-EE.',
    );
    expect(findCard(cards, 'ace2005-ee').task).toBe('ee');
  });

  test('with a slip in its name is guessed', () => {
    expect(() => findCard(cards, 'SciREC')).toThrow(
      expect.objectContaining({ code: 'PROUIE_DATASET_UNKNOWN', hint: 'Did you mean "SciERC"?' }),
    );
  });
});
