/** The wrong examples of one variant on one data set, with what is wrong in each. */
import { openCatalog } from '../../catalog/catalog.ts';
import { type CatalogSource, feedsRelation } from '../../catalog/source.ts';
import { encodeTarget } from '../../uie/encode.ts';
import type { ErrorClass } from '../../uie/errors/error-class.ts';
import { recordAt, within } from '../../uie/json-fields.ts';
import { readJson } from '../../uie/ordered-json.ts';
import type { Task } from '../../uie/records.ts';
import { readSchema } from '../../uie/schema-json.ts';
import { readStructure } from '../../uie/structure-json.ts';
import { oneLine } from '../one-line.ts';
import { paint, type Terminal } from '../terminal.ts';
import { labelledText } from '../wrapped-text.ts';

export interface WrongItem {
  readonly metric: string;
  readonly class: ErrorClass;
  /** The parts of each side; null where there is none. */
  readonly gold: readonly string[] | null;
  readonly answer: readonly string[] | null;
}

export interface WrongExample {
  readonly id: string;
  readonly seed: number;
  readonly text: string;
  /** The target string in the streamlined style. */
  readonly gold: string;
  readonly output: string;
  readonly errors: readonly WrongItem[];
}

/** In the order of the data set, seed by seed; only items of `wanted` where that is given. */
export async function findWrongExamples(
  source: CatalogSource,
  variant: string,
  dataset: string,
  wanted: ErrorClass | undefined,
): Promise<readonly WrongExample[]> {
  const catalog = await openCatalog(narrow(source, variant, dataset));
  try {
    const errors = await catalog.query('SELECT seed, id, metric, class, gold, answer FROM errors');
    const outputs = await catalog.query('SELECT seed, id, output FROM predictions');
    const examples = await catalog.query(
      'SELECT id, task, text, schema, gold FROM examples WHERE id IN (SELECT id FROM errors)',
    );
    const outputOf = new Map(outputs.rows.map(([seed, id, output]) => [`${seed} ${id}`, String(output)]));
    const exampleOf = new Map(examples.rows.map(([id, ...fields]) => [String(id), fields.map(String)]));
    const found = new Map<string, WrongExample & { readonly errors: WrongItem[] }>();
    for (const [seed, id, metric, name, gold, answer] of errors.rows) {
      if (wanted !== undefined && name !== wanted) continue;
      const key = `${seed} ${id}`;
      const [task, text, schema, annotated] = exampleOf.get(String(id))!;
      const example = found.get(key) ?? {
        id: String(id),
        seed: Number(seed),
        text: text!,
        gold: targetOf(task as Task, text!, schema!, annotated!),
        output: outputOf.get(key)!,
        errors: [],
      };
      example.errors.push({
        metric: String(metric),
        class: name as ErrorClass,
        gold: readParts(gold),
        answer: readParts(answer),
      });
      found.set(key, example);
    }
    return [...found.values()];
  } finally {
    catalog.close();
  }
}

/** For people: text, gold, output, and the wrong items below. */
export function formatWrongExamples(
  examples: readonly WrongExample[],
  page: Pick<Terminal, 'colour' | 'width'>,
): string {
  const seeds = new Set(examples.map(({ seed }) => seed));
  return examples
    .map(({ id, seed, text, gold, output, errors }) =>
      [
        paint(page, 'bold', seeds.size > 1 ? `${oneLine(id)} (seed ${seed})` : oneLine(id)),
        ...labelled('text', text, page.width),
        ...labelled('gold', gold, page.width),
        ...labelled('output', output, page.width),
        ...errors.flatMap((error) => describeItem(error, page)),
      ].join('\n'),
    )
    .join('\n\n');
}

const LABEL_WIDTH = 10;
const CLASS_WIDTH = 'argument-boundary'.length;

function labelled(label: string, content: string, width: number): readonly string[] {
  return labelledText(`  ${label}`, oneLine(content), LABEL_WIDTH, width);
}

/** The class, and beside it the gold item and the answered one, each with its parts. */
function describeItem(
  { class: name, gold, answer }: WrongItem,
  page: Pick<Terminal, 'colour'>,
): readonly string[] {
  const sides = [
    ...(gold === null ? [] : [`gold      ${gold.map(oneLine).join(' | ')}`]),
    ...(answer === null ? [] : [`answered  ${answer.map(oneLine).join(' | ')}`]),
  ];
  return sides.map((side, at) => {
    const head = (at === 0 ? name : '').padEnd(CLASS_WIDTH);
    return `  ${paint(page, 'yellow', head)}  ${side}`;
  });
}

/** Leaves only what is about the data set and, of predictions and scores, about the variant: the rest is not read. */
function narrow(source: CatalogSource, variant: string, dataset: string): CatalogSource {
  const nodes = source
    .nodes()
    .filter(
      (node) =>
        node.tags['dataset'] === dataset &&
        (feedsRelation(node, 'examples') || node.tags['variant'] === variant),
    );
  return { ...source, nodes: () => nodes };
}

function targetOf(task: Task, text: string, schema: string, gold: string): string {
  const place = recordAt();
  return encodeTarget(
    text,
    readSchema(task, readJson(schema), within(place, 'schema')),
    readStructure(task, readJson(gold), within(place, 'gold')),
    'sa',
  );
}

function readParts(parts: unknown): readonly string[] | null {
  return parts === null ? null : (JSON.parse(String(parts)) as readonly string[]);
}
