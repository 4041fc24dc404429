import { describe, expect, test } from 'vitest';
import { splitOfName, splitsOfNames } from '../../src/corpora/split-names.ts';

describe('the split that a name says', () => {
  test.each([
    ['train.json', 'train'],
    ['S2-train.txt', 'train'],
    ['TRAIN_FILE.TXT', 'train'],
    ['ade_split_0_train.json', 'train'],
    ['trivia10k13train.bio', 'train'],
    ['TrainingData.json', 'train'],
    ['devel.tsv', 'val'],
    ['valid.txt', 'val'],
    ['validation-00000-of-00001.parquet', 'val'],
    ['eng.testa', 'val'],
    ['eng.testb', 'test'],
    ['btc.test', 'test'],
    ['DevData.json', 'val'],
  ])('is said by %s: %s', (name, split) => {
    expect(splitOfName(name)).toBe(split);
  });

  test.each([
    'latest.json',
    'constraints.txt',
    'values.json',
    'labels.json',
    'train-and-test.json',
    'interval.tsv',
  ])('is not said by %s', (name) => expect(splitOfName(name)).toBeUndefined());
});

describe('the files of a folder', () => {
  test('are found by their names, whatever else lies there', () => {
    const names = [
      'README-train.md',
      '.train.json.swp',
      'dev.json',
      'labels.json',
      'test.json',
      'train.json',
    ];
    expect(splitsOfNames(names)).toEqual({ train: ['train.json'], val: ['dev.json'], test: ['test.json'] });
  });

  test('may be numbered parts of one split', () => {
    const names = ['train-00001-of-00002.parquet', 'train-00000-of-00002.parquet'];
    expect(splitsOfNames(names)).toEqual({ train: names.toReversed() });
  });

  test('are never put together when two of them say the same split', () => {
    expect(() => splitsOfNames(['train.json', 'train_small.json'])).toThrow(
      expect.objectContaining({
        code: 'PROUIE_SPLIT_AMBIGUOUS',
        message: 'Both train.json and train_small.json are files of train by their names.',
        hint: 'Name those that are meant, for example --split train=train.json.',
      }),
    );
  });
});
