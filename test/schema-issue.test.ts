import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseCheckedYaml } from '../src/checked-yaml.ts';
import { failureOf } from './failure.ts';

const schema = z.strictObject({
  rows: z.int().positive().optional(),
  share: z.number().positive().max(1).optional(),
  shuffled: z.boolean().optional(),
  seeds: z.array(z.int()).min(1).optional(),
  clip: z.tuple([z.number(), z.number()]).optional(),
  words: z.array(z.string().regex(/^--/, 'a word begins with two dashes')).optional(),
  name: z
    .string()
    .min(2)
    .regex(/^[a-z]+$/)
    .optional(),
  sets: z.union([z.literal('all'), z.array(z.string()).min(1)]).optional(),
  start: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('folder'), path: z.string() }),
      z.strictObject({ kind: z.literal('tiny'), layers: z.int().optional() }),
    ])
    .optional(),
});

const failure = (text: string) => failureOf(() => parseCheckedYaml(text, 'mill.yaml', schema, 'mill'));

describe('what a file says that its schema does not allow', () => {
  test.each([
    ['rows: many', 'The mill\'s `rows` must be a number, and is the text "many".'],
    ['rows: 2.5', "The mill's `rows` must be a whole number, and is 2.5."],
    ['rows: 0', "The mill's `rows` must be greater than 0, and is 0."],
    ['share: 1.5', "The mill's `share` must be at most 1, and is 1.5."],
    ['share: null', "The mill's `share` must be a number, and is null."],
    ['shuffled: maybe', 'The mill\'s `shuffled` must be true or false, and is the text "maybe".'],
    ['seeds: {a: 1}', "The mill's `seeds` must be a list, and is a group of keys."],
    ['seeds: []', "The mill's `seeds` must have at least 1 entry, and has 0."],
    ['seeds: [1, x]', 'The mill\'s `seeds[1]` must be a number, and is the text "x".'],
    ['clip: [1]', "The mill's `clip` must have at least 2 entries, and has 1."],
    ['words: [-n]', "The mill's `words[0]`: a word begins with two dashes."],
    ['name: a', "The mill's `name` must have at least 2 characters, and has 1."],
    ['name: aB', 'The mill\'s `name` must fit the pattern /^[a-z]+$/, and is the text "aB".'],
    ['sets: 3', 'The mill\'s `sets` must be "all" or a list, and is 3.'],
    ['sets: []', "The mill's `sets` must have at least 1 entry, and has 0."],
    ['sets: [a, 1]', "The mill's `sets[1]` must be a text, and is 1."],
    ['start: {path: x}', 'The mill\'s `start.kind` is missing: it must be "folder" or "tiny".'],
    ['start: {kind: folder}', "The mill's `start.path` is missing: it must be a text."],
    ['start: {kind: tiny, layrs: 2}', 'A mill has no key `start.layrs`.'],
    ['3', 'A mill must be a group of keys, and is 3.'],
    [
      `rows: ${'long'.repeat(50)}`,
      `The mill's \`rows\` must be a number, and is the text "${'long'.repeat(15)}…".`,
    ],
  ])('is told with what is expected and what is there: %s', (text, message) => {
    expect(failure(text)).toMatchObject({
      code: 'PROUIE_INVALID',
      message,
      location: { file: 'mill.yaml', line: 1 },
    });
  });

  test.each([
    ['sets: al', 'Did you mean "all"?'],
    ['start: {kind: foldr}', 'Did you mean "folder"?'],
  ])('comes with the nearest word that is allowed: %s', (text, hint) => {
    expect(failure(text).hint).toBe(hint);
  });
});
