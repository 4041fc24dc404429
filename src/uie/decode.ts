/** Reads a generated string back into a structure. Never throws on any string. */
import { type ObjectRepair, readAnswerObject } from './answer-object.ts';
import { readAnswerValue } from './answer-value.ts';
import { type CompiledSchema, compileSchema } from './compiled-schema.ts';
import { readEvents } from './decode-events.ts';
import { createTextLookup, readRelations } from './decode-relations.ts';
import type { OrderedObject } from './ordered-json.ts';
import type { Entity, Event, Relation, Schema, Structure, Task } from './records.ts';
import { squeeze } from './white-space.ts';

/** `unknown-key` stands once for every key outside the schema; such keys are kept. */
export type Repair = ObjectRepair | 'unknown-key';

/** What an answer says, and what had to be done to read it. */
export interface Decoded {
  /** White space is squeezed and repeated items are kept; empty when the output is malformed. */
  readonly structure: Structure;
  /** No JSON object could be read from the output. */
  readonly malformed: boolean;
  /** What had to be mended, in order. */
  readonly repairs: readonly Repair[];
}

/** What is known of the question that an answer belongs to. */
export interface DecodeContext {
  readonly task: Task;
  /** Without a schema no key is unknown, and no roles are known. */
  readonly schema?: Schema | undefined;
  /** Without a text every side of a pair counts as standing in it. */
  readonly text?: string | undefined;
}

/** The structure of an answer. Never throws: what holds no JSON object is malformed, with an empty structure. */
export function decodeOutput(output: string, context: DecodeContext): Decoded {
  const reading = readAnswerObject(output);
  if (reading === undefined) return { structure: emptyStructure(context.task), malformed: true, repairs: [] };
  const schema = context.schema === undefined ? undefined : compileSchema(context.schema);
  const { answers, unknown } = readAnswers(reading.object, schema);
  return {
    structure: readStructure(answers, context, schema),
    malformed: false,
    repairs:
      unknown === 0 ? reading.repairs : [...reading.repairs, ...Array<Repair>(unknown).fill('unknown-key')],
  };
}

/** The structure without items. */
export function emptyStructure(task: Task): Structure {
  switch (task) {
    case 'ner':
      return { task, entities: [] };
    case 're':
      return { task, relations: [] };
    case 'ee':
      return { task, events: [] };
  }
}

/** What the answer says of one type; not empty. White space is squeezed in both. */
interface TypeAnswer {
  readonly type: string;
  readonly value: string;
}

/** The answers that are not empty, and how many keys are outside the schema. */
function readAnswers(
  object: OrderedObject,
  schema: CompiledSchema | undefined,
): { readonly answers: readonly TypeAnswer[]; readonly unknown: number } {
  const answers: TypeAnswer[] = [];
  let unknown = 0;
  for (const [key, content] of object) {
    let type = key;
    if (schema === undefined) type = squeeze(key);
    else if (!schema.types.has(key)) {
      type = squeeze(key);
      if (!schema.types.has(type)) unknown++;
    }
    const value = content === '' ? '' : readAnswerValue(content);
    if (value !== '') answers.push({ type, value });
  }
  return { answers, unknown };
}

function readStructure(
  answers: readonly TypeAnswer[],
  { task, text }: DecodeContext,
  schema: CompiledSchema | undefined,
): Structure {
  switch (task) {
    case 'ner': {
      const entities: Entity[] = [];
      for (const { type, value } of answers) {
        // By far the most values hold no bar at all, and looking for one character costs a tenth of a split.
        if (value.indexOf('|') < 0) entities.push({ type, text: value });
        else for (const piece of value.split(' | ')) entities.push({ type, text: piece });
      }
      return { task, entities };
    }
    case 're': {
      const relations: Relation[] = [];
      const lookup = text === undefined ? undefined : createTextLookup(text);
      for (const { type, value } of answers) readRelations(type, value, lookup, relations);
      return { task, relations };
    }
    case 'ee': {
      const events: Event[] = [];
      for (const { type, value } of answers) {
        const marks = schema?.marks.get(type) ?? schema?.allMarks ?? [];
        readEvents(type, value, marks, events);
      }
      return { task, events };
    }
  }
}
