/**
 * Examples, predictions and training rows in JSON. A record that passes through a program is kept as the
 * `OrderedObject` it was read as and changed with `withFields`, so that its unknown fields stay.
 */
import type { Location } from '../errors.ts';
import { choiceOf, objectOf, type Place, recordAt, textOf, unexpected, within } from './json-fields.ts';
import { writeJson } from './json-layout.ts';
import type { OrderedJson, OrderedObject } from './ordered-json.ts';
import { type Example, type Prediction, SPLITS, TASKS, type Task, type TrainingRow } from './records.ts';
import { readSchema, schemaToJson } from './schema-json.ts';
import { readStructure, structureToJson } from './structure-json.ts';

/** @throws ProuieError PROUIE_RECORD with the location and the path of the field that is wrong */
export function readExample(value: OrderedJson, location?: Location): Example {
  const place = recordAt(location);
  const record = objectOf(value, place);
  const task = readTask(record, place);
  return {
    id: textOf(record, 'id', place),
    dataset: textOf(record, 'dataset', place),
    task,
    split: choiceOf(record, 'split', SPLITS, place),
    text: textOf(record, 'text', place),
    schema: readSchema(task, record.get('schema'), within(place, 'schema')),
    gold: readStructure(task, record.get('gold'), within(place, 'gold')),
  };
}

/** An example as `readExample` reads it. */
export function exampleToJson(example: Example): OrderedObject {
  const { id, dataset, task, split, text } = example;
  const head = Object.entries<OrderedJson>({ id, dataset, task, split, text });
  return new Map(head).set('schema', schemaToJson(example.schema)).set('gold', structureToJson(example.gold));
}

/** @throws ProuieError PROUIE_RECORD */
export function readPrediction(value: OrderedJson, location?: Location): Prediction {
  const place = recordAt(location);
  const record = objectOf(value, place);
  const tokens = record.get('tokens');
  if (tokens !== undefined && typeof tokens !== 'number')
    throw unexpected(within(place, 'tokens'), 'a number', tokens);
  return {
    id: textOf(record, 'id', place),
    ...answerOf(record, place),
    ...(record.has('finishReason')
      ? { finishReason: choiceOf(record, 'finishReason', ['stop', 'length'] as const, place) }
      : {}),
    ...(tokens === undefined ? {} : { tokens }),
  };
}

/** A generated string, or a structure in its place. */
function answerOf(record: OrderedObject, place: Place): Pick<Prediction, 'output' | 'structure'> {
  const structure = record.get('structure');
  if (record.has('output') || structure === undefined) return { output: textOf(record, 'output', place) };
  return { output: writeJson(structure), structure };
}

/** A prediction as `readPrediction` reads it. */
export function predictionToJson(prediction: Prediction): OrderedObject {
  const { id, output, structure, finishReason, tokens } = prediction;
  const answer: Readonly<Record<string, OrderedJson>> = structure === undefined ? { output } : { structure };
  const record = new Map<string, OrderedJson>(Object.entries({ id, ...answer }));
  if (finishReason !== undefined) record.set('finishReason', finishReason);
  if (tokens !== undefined) record.set('tokens', tokens);
  return record;
}

/** @throws ProuieError PROUIE_RECORD */
export function readTrainingRow(value: OrderedJson, location?: Location): TrainingRow {
  const place = recordAt(location);
  const record = objectOf(value, place);
  return {
    instruction: textOf(record, 'instruction', place),
    input: textOf(record, 'input', place),
    output: textOf(record, 'output', place),
  };
}

export function trainingRowToJson({ instruction, input, output }: TrainingRow): OrderedObject {
  return new Map(Object.entries({ instruction, input, output }));
}

/** The task that a record names. */
export function readTask(record: OrderedObject, place: Place): Task {
  return choiceOf(record, 'task', TASKS, place);
}

/** The record with some fields replaced at their places, new ones at the end, all others as they were. */
export function withFields(
  record: OrderedObject,
  changes: Readonly<Record<string, OrderedJson>>,
): OrderedObject {
  const changed = new Map(record);
  for (const [field, value] of Object.entries(changes)) changed.set(field, value);
  return changed;
}
