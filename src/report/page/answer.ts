/** An answer taken apart: what it says, and what is wrong with it. Pure, so that tests need no browser. */
import { decodeOutput } from '../../uie/decode.ts';
import { classifyErrors } from '../../uie/errors/classify.ts';
import type { ErrorItem } from '../../uie/errors/error-class.ts';
import { recordAt } from '../../uie/json-fields.ts';
import { readJson } from '../../uie/ordered-json.ts';
import { type Example, type Structure, TASKS } from '../../uie/records.ts';
import { readSchema } from '../../uie/schema-json.ts';
import { readStructure } from '../../uie/structure-json.ts';
import type { ReportExample } from '../report-content.ts';

export interface ReadAnswer {
  readonly structure: Structure;
  readonly malformed: boolean;
  readonly wrong: readonly ErrorItem[];
}

/** @returns undefined for an example of a form that is not known here: it is then shown without marks */
export function readExample(example: ReportExample, schemas: readonly string[]): Example | undefined {
  const task = TASKS.find((one) => one === example.task);
  if (task === undefined) return undefined;
  try {
    const schema = readSchema(task, readJson(schemas[example.schema]!), recordAt());
    const gold = readStructure(task, readJson(example.gold), recordAt());
    const { id, dataset, text } = example;
    return { id, dataset, task, split: 'test', text, schema, gold };
  } catch {
    // A relation `examples` that another pipeline feeds.
    return undefined;
  }
}

export function readAnswer(example: Example, output: string): ReadAnswer {
  const { task, schema, text } = example;
  const decoded = decodeOutput(output, { task, schema, text });
  const wrong = classifyErrors({ example, output, decoded });
  return { structure: decoded.structure, malformed: decoded.malformed, wrong };
}
