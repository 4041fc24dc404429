import { EXAMPLE_COLUMNS } from '../corpora/example-table.ts';
import type { StepInput } from '../step.ts';
import { recordAt, unexpected, within } from '../uie/json-fields.ts';
import { readJson } from '../uie/ordered-json.ts';
import { type Example, type Schema, SPLITS, type Split, type Task } from '../uie/records.ts';
import { readSchema } from '../uie/schema-json.ts';
import { readStructure } from '../uie/structure-json.ts';

/** Examples of an Arrow table, read one at a time as they are asked for. */
export interface ExampleSource {
  readonly dataset: string;
  readonly task: Task;
  /** Places of a split's examples, in file order. */
  rowsOf(split: Split): readonly number[];
  /** The id of the example at a place. */
  id(row: number): string;
  /** The example at a place, read anew at each call. */
  example(row: number): Example;
}

/**
 * Reads the output `examples` of a data set's node.
 *
 * @param dataset the id of its card
 * @throws ProuieError PROUIE_TABLE_SCHEMA for another table
 */
export async function openExamples(input: StepInput, dataset: string, task: Task): Promise<ExampleSource> {
  const { columns } = await input.table(EXAMPLE_COLUMNS);
  const schemas = new Map<string, Schema>();
  const schemaAt = (row: number): Schema => {
    const text = columns.schema[row]!;
    let schema = schemas.get(text);
    if (schema === undefined) {
      schema = readSchema(task, readJson(text), within(recordAt(), 'schema'));
      schemas.set(text, schema);
    }
    return schema;
  };
  return {
    dataset,
    task,
    rowsOf: (split) => columns.split.flatMap((name, row) => (name === split ? [row] : [])),
    id: (row) => columns.id[row]!,
    example: (row) => ({
      id: columns.id[row]!,
      dataset,
      task,
      split: splitNamed(columns.split[row]!),
      text: columns.text[row]!,
      schema: schemaAt(row),
      gold: readStructure(task, readJson(columns.gold[row]!), within(recordAt(), 'gold')),
    }),
  };
}

function splitNamed(name: string): Split {
  const split = SPLITS.find((one) => one === name);
  if (split === undefined) throw unexpected(within(recordAt(), 'split'), 'a split', name);
  return split;
}
