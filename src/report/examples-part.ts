/** Examples with every answer to them, and which of them fit into a page. */
import type { Catalog } from '../catalog/catalog.ts';
import { numberOf, queryRows, textOf } from '../catalog/result-rows.ts';
import { digestOf } from '../identity/digest.ts';
import type { ExamplesPart, ReportExample, ReportOutput } from './report-content.ts';
import type { SettingName } from './settings.ts';

/** All examples that somebody answered, in the order of the pipeline. */
export async function gatherExamples(catalog: Catalog, nameOf: SettingName): Promise<ExamplesPart> {
  const settings: string[] = [];
  const classes: string[] = [];
  const schemas: string[] = [];
  const wrong = await wrongItems(catalog, nameOf, classes);
  const answers = new Map<string, Map<number, string>>();
  for (const row of await queryRows(catalog, 'SELECT dataset, id, variant, seed, output FROM predictions')) {
    const setting = indexIn(settings, nameOf(textOf(row, 'variant'), numberOf(row, 'seed')));
    const key = keyOf(row);
    const known = answers.get(key) ?? new Map<number, string>();
    answers.set(key, known.set(setting, textOf(row, 'output')));
  }
  const rows = await queryRows(
    catalog,
    `SELECT dataset, id, task, text, schema, gold FROM examples
     WHERE (dataset, id) IN (SELECT (dataset, id) FROM predictions)`,
  );
  const examples = rows.map((row): ReportExample => {
    const outputs: ReportOutput[] = [];
    const answered = answers.get(keyOf(row));
    const indices = settings.map((name, setting) => {
      const text = answered?.get(setting);
      if (text === undefined) return -1;
      const found = outputs.findIndex((output) => output.text === text);
      if (found >= 0) return found;
      // The same output has the same errors, whoever wrote it.
      return outputs.push({ text, wrong: wrong.get(`${keyOf(row)}\n${name}`) ?? [] }) - 1;
    });
    return {
      id: textOf(row, 'id'),
      dataset: textOf(row, 'dataset'),
      task: textOf(row, 'task'),
      text: textOf(row, 'text'),
      schema: indexIn(schemas, textOf(row, 'schema')),
      gold: textOf(row, 'gold'),
      outputs,
      answers: indices,
    };
  });
  return { settings, schemas, classes, examples, total: examples.length };
}

/**
 * As many examples as fit into so many bytes of JSON: data sets in turn, so that each keeps some, and within a data set
 * in an order that looks random and is always the same. The order of those that stay is as before.
 */
export function sampleExamples(part: ExamplesPart, bytes: number): ExamplesPart {
  const { examples, ...rest } = part;
  const frame = byteLength({ ...rest, examples: [] });
  const sizes = examples.map(byteLength);
  if (sizes.reduce((sum, size) => sum + size + 1, frame) <= bytes) return part;
  const queues = new Map<string, number[]>();
  for (const [index, { dataset }] of examples.entries()) {
    const queue = queues.get(dataset) ?? [];
    queues.set(dataset, queue);
    queue.push(index);
  }
  const ranks = examples.map(({ id, dataset }) => digestOf(JSON.stringify([dataset, id])));
  for (const queue of queues.values()) queue.sort((a, b) => (ranks[a]! < ranks[b]! ? -1 : 1));
  const kept = new Set<number>();
  let left = bytes - frame;
  for (let turn = 0; queues.size > 0; turn++) {
    for (const [dataset, queue] of queues) {
      const index = queue[turn];
      const size = index === undefined ? 0 : sizes[index]! + 1;
      if (index === undefined || size > left) queues.delete(dataset);
      else {
        kept.add(index);
        left -= size;
      }
    }
  }
  return { ...rest, examples: examples.filter((_, index) => kept.has(index)) };
}

async function wrongItems(
  catalog: Catalog,
  nameOf: SettingName,
  classes: string[],
): Promise<ReadonlyMap<string, readonly (readonly [number, number])[]>> {
  const found = new Map<string, (readonly [number, number])[]>();
  const rows = await queryRows(
    catalog,
    `SELECT dataset, id, variant, seed, metric, class, count(*) AS count FROM errors
     GROUP BY ALL ORDER BY ALL`,
  );
  for (const row of rows) {
    const key = `${keyOf(row)}\n${nameOf(textOf(row, 'variant'), numberOf(row, 'seed'))}`;
    const list = found.get(key) ?? [];
    found.set(key, list);
    list.push([
      indexIn(classes, `${textOf(row, 'metric')}: ${textOf(row, 'class')}`),
      numberOf(row, 'count') ?? 0,
    ]);
  }
  return found;
}

function keyOf(row: Parameters<typeof textOf>[0]): string {
  return JSON.stringify([textOf(row, 'dataset'), textOf(row, 'id')]);
}

/** The index of a word in a list, which it is added to where it is new. */
function indexIn(list: string[], word: string): number {
  const found = list.indexOf(word);
  return found >= 0 ? found : list.push(word) - 1;
}

/** As it will stand in a page. */
function byteLength(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value).replace(/[<\u2028\u2029]/g, '\\u0000'));
}
