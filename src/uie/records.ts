/**
 * The records of the task layer: schemas, structures, examples and predictions. In memory a schema is an ordered
 * list, so that names such as `10`, `2` or `__proto__` keep their place; `ordered-json.ts` and `record-json.ts`
 * read and write the JSON forms.
 */
import type { OrderedJson } from './ordered-json.ts';

/** Named entities, relations, events. */
export type Task = 'ner' | 're' | 'ee';
/** All tasks. */
export const TASKS = ['ner', 're', 'ee'] as const satisfies readonly Task[];

/** Which part of a data set an example belongs to. */
export type Split = 'train' | 'val' | 'test';
/** All splits. */
export const SPLITS = ['train', 'val', 'test'] as const satisfies readonly Split[];

/** An event type with its roles; no roles means any of the schema's. */
export interface EventType {
  readonly name: string;
  readonly roles: readonly string[];
}

/** The types of entities that are asked for, in prompt order. */
export interface EntitySchema {
  readonly task: 'ner';
  readonly types: readonly string[];
}
/** The types of relations that are asked for, in prompt order. */
export interface RelationSchema {
  readonly task: 're';
  readonly types: readonly string[];
}
/** The types of events that are asked for with their roles, in prompt order. */
export interface EventSchema {
  readonly task: 'ee';
  readonly types: readonly EventType[];
}
/** What is asked for. */
export type Schema = EntitySchema | RelationSchema | EventSchema;

/** A mention of an entity. */
export interface Entity {
  readonly type: string;
  readonly text: string;
}
/** A relation between two mentions. */
export interface Relation {
  readonly type: string;
  readonly head: string;
  readonly tail: string;
}
/** What plays a role in an event. */
export interface Argument {
  readonly role: string;
  readonly text: string;
}
/** An event: the word that tells of it, and what plays which role. */
export interface Event {
  readonly type: string;
  readonly trigger: string;
  readonly arguments: readonly Argument[];
}

/** The entities of a text. */
export interface EntityStructure {
  readonly task: 'ner';
  readonly entities: readonly Entity[];
}
/** The relations of a text. */
export interface RelationStructure {
  readonly task: 're';
  readonly relations: readonly Relation[];
}
/** The events of a text. */
export interface EventStructure {
  readonly task: 'ee';
  readonly events: readonly Event[];
}
/** What is annotated in a text, or answered. */
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
/** All styles. */
export const STYLES = ['cm', 'sa'] as const satisfies readonly Style[];

/** One row that a trainer reads: the instruction, the text, and the target string. */
export interface TrainingRow {
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
}
