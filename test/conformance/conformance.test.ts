import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as decode from '../../src/cli/commands/decode.ts';
import * as encode from '../../src/cli/commands/encode.ts';
import * as reward from '../../src/cli/commands/reward.ts';
import * as score from '../../src/cli/commands/score.ts';
import { isOrderedObject, type OrderedJson, type OrderedObject, readJson } from '../../src/uie/ordered-json.ts';
import { writeJson } from '../../src/uie/json-layout.ts';
import { scorerProfiles } from '../../src/uie/scorers/all-profiles.ts';
import { jsonLines, runCommand } from '../cli/command-run.ts';

const folder = process.env['PROUIE_CONFORMANCE'] ?? new URL('.', import.meta.url).pathname;

type Vector = OrderedObject;

function readVectors(name: string): readonly Vector[] {
  const lines = readFileSync(join(folder, `${name}.jsonl`), 'utf8').split('\n').filter((line) => line !== '');
  return lines.map((line) => readJson(line) as OrderedObject);
}

const idOf = (vector: Vector): string => vector.get('id') as string;
const plain = (value: OrderedJson | undefined): unknown => JSON.parse(writeJson(value ?? null));
const lineOf = (value: OrderedJson | undefined): string => `${writeJson(value ?? null)}\n`;

/** Vectors that share a command line can share a run. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** The ids of all vectors whose answer is not the expected one, with both. */
async function differences(
  name: string,
  argvOf: (vector: Vector) => readonly string[],
  inputOf: (vector: Vector) => OrderedJson | undefined,
  run: typeof encode.run,
  agrees: (answer: Record<string, unknown>, expected: Record<string, unknown>) => boolean,
): Promise<readonly unknown[]> {
  const different: unknown[] = [];
  for (const vectors of groupBy(readVectors(name), (vector) => argvOf(vector).join(' ')).values()) {
    const { stdout, error } = await runCommand(run, argvOf(vectors[0]!), vectors.map((vector) => lineOf(inputOf(vector))));
    expect(error).toBeUndefined();
    const answers = jsonLines(stdout);
    expect(answers.map((answer) => answer['id'])).toEqual(vectors.map(idOf));
    for (const [index, vector] of vectors.entries()) {
      const expected = plain(vector.get('expected')) as Record<string, unknown>;
      if (!agrees(answers[index]!, expected)) different.push({ id: idOf(vector), answer: answers[index], expected });
    }
  }
  return different;
}

const near = (a: unknown, b: unknown): boolean => Math.abs((a as number) - (b as number)) <= 1e-9;

/** Items as sorted tuples, repeats left out; of events the groups with their sets of (role, text), repeats kept. */
function asSets(structure: unknown): string {
  const { entities, relations, events } = structure as Record<string, readonly Record<string, unknown>[] | undefined>;
  if (events !== undefined) {
    const groups = events.map((event) => {
      const pairs = (event['arguments'] as readonly Record<string, unknown>[]).map(({ role, text }) => JSON.stringify([role, text]));
      return JSON.stringify([event['type'], event['trigger'], [...new Set(pairs)].sort()]);
    });
    return JSON.stringify(groups.sort());
  }
  const items = (entities ?? relations ?? []).map(({ type, text, head, tail }) => JSON.stringify([type, text, head, tail]));
  return JSON.stringify([...new Set(items)].sort());
}

describe('conformance', () => {
  test('every encode vector agrees, character by character', async () => {
    const argvOf = (vector: Vector) => ['--style', vector.get('style') as string, '--json', vector.get('json') as string];
    const agrees = (answer: Record<string, unknown>, expected: Record<string, unknown>) =>
      ['instruction', 'input', 'output'].every((field) => answer[field] === expected[field]);
    expect(await differences('encode', argvOf, (vector) => vector.get('example'), encode.run, agrees)).toEqual([]);
  });

  test('every decode vector agrees, as sets', async () => {
    const agrees = (answer: Record<string, unknown>, expected: Record<string, unknown>) =>
      answer['malformed'] === expected['malformed'] && asSets(answer['structure']) === asSets(expected['structure']);
    expect(await differences('decode', () => [], (vector) => vector.get('input'), decode.run, agrees)).toEqual([]);
  });

  test('every reward vector agrees to 1e-9, component by component', async () => {
    const argvOf = (vector: Vector) => vector.get('args') as readonly string[];
    const agrees = (answer: Record<string, unknown>, expected: Record<string, unknown>) => {
      const { id: _, overall, malformed, ...components } = answer;
      const wanted = (expected['components'] ?? {}) as Record<string, number>;
      return (
        near(overall, expected['overall']) &&
        malformed === expected['malformed'] &&
        Object.keys(components).length === Object.keys(wanted).length &&
        Object.entries(wanted).every(([name, value]) => near(components[name], value))
      );
    };
    expect(await differences('reward', argvOf, (vector) => vector.get('input'), reward.run, agrees)).toEqual([]);
  });

  for (const profile of Object.keys(scorerProfiles)) {
    test(`every score vector of the profile ${profile} agrees to 1e-9`, async () => {
      const vectors = readVectors('score').filter((vector) => vector.get('profile') === profile);
      const single = vectors.filter((vector) => vector.has('expected'));
      const several = vectors.filter((vector) => !vector.has('expected'));
      expect(single.length).toBeGreaterThan(0);
      const different: unknown[] = [];
      const compare = (id: string, metrics: unknown, expected: OrderedJson | undefined) => {
        for (const [metric, counts] of Object.entries(plain(expected) as Record<string, Record<string, number>>)) {
          const found = (metrics as Record<string, Record<string, number>>)[metric];
          const agrees = Object.entries(counts).every(([name, value]) => near(found?.[name], value));
          if (!agrees) different.push({ id, metric, found, counts });
        }
      };
      const merged = await scoreTogether(profile, single);
      for (const vector of single) compare(idOf(vector), merged.datasets[idOf(vector)], vector.get('expected'));
      for (const vector of several) {
        const { datasets, average } = await scoreAlone(profile, vector);
        for (const [dataset, expected] of vector.get('expectedDatasets') as OrderedObject) {
          compare(`${idOf(vector)} ${dataset}`, datasets[dataset], expected);
        }
        for (const [metric, f1] of vector.get('expectedAverage') as OrderedObject) {
          if (!near(average[metric], f1)) different.push({ id: idOf(vector), metric, found: average[metric], f1 });
        }
      }
      expect(different).toEqual([]);
    });
  }
});

interface Scores {
  readonly datasets: Record<string, unknown>;
  readonly average: Record<string, number>;
}

const recordsOf = (vector: Vector, field: string): readonly OrderedObject[] =>
  (vector.get(field) as readonly OrderedJson[]).filter(isOrderedObject);

/** All vectors in one run, each as a data set of its own. */
async function scoreTogether(profile: string, vectors: readonly Vector[]): Promise<Scores> {
  const examples: string[] = [];
  const predictions: string[] = [];
  for (const vector of vectors) {
    const own = (record: OrderedObject) => new Map(record).set('id', `${idOf(vector)}/${record.get('id')}`);
    for (const example of recordsOf(vector, 'examples')) examples.push(lineOf(own(example).set('dataset', idOf(vector))));
    for (const prediction of recordsOf(vector, 'predictions')) predictions.push(lineOf(own(prediction)));
  }
  return scoreFiles(profile, examples, predictions);
}

function scoreAlone(profile: string, vector: Vector): Promise<Scores> {
  return scoreFiles(profile, recordsOf(vector, 'examples').map(lineOf), recordsOf(vector, 'predictions').map(lineOf));
}

async function scoreFiles(profile: string, examples: readonly string[], predictions: readonly string[]): Promise<Scores> {
  const work = mkdtempSync(join(tmpdir(), 'prouie-score-'));
  try {
    writeFileSync(join(work, 'gold.jsonl'), examples.join(''));
    writeFileSync(join(work, 'predictions.jsonl'), predictions.join(''));
    const argv = ['--gold', 'gold.jsonl', '--predictions', 'predictions.jsonl', '--profile', profile, '--json'];
    const { stdout, error } = await runCommand(score.run, argv, '', work);
    expect(error).toBeUndefined();
    return (JSON.parse(stdout) as { profiles: Record<string, Scores> }).profiles[profile]!;
  } finally {
    rmSync(work, { recursive: true });
  }
}
