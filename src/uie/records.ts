/**
 * The records of the task layer: schemas, structures, examples and predictions. In memory a schema is an ordered
 * list, so that names such as `10`, `2` or `__proto__` keep their place; `ordered-json.ts` and `record-json.ts`
 * read and write the JSON forms.
 */
import type { OrderedJson } from './ordered-json.ts';

export type Task = 'ner' | 're' | 'ee';
export const TASKS = ['ner', 're', 'ee'] as const satisfies readonly Task[];

export type Split = 'train' | 'val' | 'test';
export const SPLITS = ['train', 'val', 'test'] as const satisfies readonly Split[];

/** An event type with its roles; no roles means any of the schema's. */
export interface EventType {
  readonly name: string;
  readonly roles: readonly string[];
}

export interface EntitySchema {
  readonly task: 'ner';
  readonly types: readonly string[];
}
export interface RelationSchema {
  readonly task: 're';
  readonly types: readonly string[];
}
export interface EventSchema {
  readonly task: 'ee';
  readonly types: readonly EventType[];
}
export type Schema = EntitySchema | RelationSchema | EventSchema;

export interface Entity {
  readonly type: string;
  readonly text: string;
}
export interface Relation {
  readonly type: string;
  readonly head: string;
  readonly tail: string;
}
export interface Argument {
  readonly role: string;
  readonly text: string;
}
export interface Event {
  readonly type: string;
  readonly trigger: string;
  readonly arguments: readonly Argument[];
}

export interface EntityStructure {
  readonly task: 'ner';
  readonly entities: readonly Entity[];
}
export interface RelationStructure {
  readonly task: 're';
  readonly relations: readonly Relation[];
}
export interface EventStructure {
  readonly task: 'ee';
  readonly events: readonly Event[];
}
export type Structure = EntityStructure | RelationStructure | EventStructure;

/** A text with its schema and its annotation. `id` is unique within a file. */
export interface Example {
  readonly id: string;
  /** The card's id, for example `SciERC`. */
  readonly dataset: string;
  readonly task: Task;
  readonly split: Split;
  readonly text: string;
  readonly schema: Schema;
  readonly gold: Structure;
}

/**
 * What a system wrote for one example; `output` is the raw generated string. A system that gives structures leaves it
 * out in its file: `output` is then the structure's text, and `structure` is read by the example's task.
 */
export interface Prediction {
  readonly id: string;
  readonly output: string;
  readonly structure?: OrderedJson;
  readonly finishReason?: 'stop' | 'length';
  readonly tokens?: number;
}

/** Complete targets write every type as a key, streamlined ones only those with an answer (Figures 4-8). */
export type Style = 'cm' | 'sa';
export const STYLES = ['cm', 'sa'] as const satisfies readonly Style[];

/** One row that a trainer reads: the instruction, the text, and the target string. */
export interface TrainingRow {
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
}
