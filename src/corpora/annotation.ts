import type { Location, ProuieError } from '../errors.ts';
import type { Argument, Entity, Event, Relation, Structure, Task } from '../uie/records.ts';
import type { RawSentence, Repair } from './format.ts';
import type { LabelReader } from './labels.ts';
import { malformed } from './malformed.ts';

/** What a reader of annotations tells about what it did not take as it was. */
export interface AnnotationNotes {
  repair(repair: Repair): void;
  /** Called for a label that the card does not know; the annotation is left out unless this throws. */
  unknown(error: ProuieError, source: string): void;
}

/**
 * The annotations of a sentence for one task, with the card's labels in place of the source's.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED when the record lacks the annotations of the task
 */
export function readAnnotations(
  sentence: RawSentence,
  task: Task,
  labels: LabelReader,
  notes: AnnotationNotes,
): Structure {
  const label = (
    kind: 'type' | 'role',
    source: string,
    location: Location = sentence.location,
  ): string | undefined => {
    const mapped = labels[kind](source);
    if (mapped.state !== 'unknown' && mapped.respelt) notes.repair('label-respelt');
    if (mapped.state === 'known') return mapped.label;
    if (mapped.state === 'left-out') notes.repair('label-left-out');
    else notes.unknown(labels.unknown(kind, source, location), `${kind} ${source}`);
    return undefined;
  };
  const said = (text: string): boolean => {
    if (text.trim() !== '') return true;
    notes.repair('blank-mention');
    return false;
  };
  switch (task) {
    case 'ner': {
      const entities: Entity[] = [];
      for (const entity of required(sentence, 'entities')) {
        const location =
          entity.line === undefined ? sentence.location : { ...sentence.location, line: entity.line };
        const type = label('type', entity.type, location);
        if (type !== undefined && said(entity.text)) entities.push({ type, text: entity.text });
      }
      return { task, entities };
    }
    case 're': {
      const relations: Relation[] = [];
      for (const { type: source, head, tail } of required(sentence, 'relations')) {
        const type = label('type', source);
        if (type === undefined) continue;
        if (head.trim() === '' || tail.trim() === '') notes.repair('one-sided-pair');
        else relations.push({ type, head, tail });
      }
      return { task, relations };
    }
    case 'ee': {
      const events: Event[] = [];
      for (const { type: source, trigger, arguments: found } of required(sentence, 'events')) {
        const type = label('type', source);
        if (type === undefined || !said(trigger)) continue;
        const kept: Argument[] = [];
        for (const argument of found) {
          const role = label('role', argument.role);
          if (role !== undefined && said(argument.text)) kept.push({ role, text: argument.text });
        }
        events.push({ type, trigger, arguments: kept });
      }
      return { task, events };
    }
  }
}

/** Whether a sentence bears no annotation. */
export function isEmpty(structure: Structure): boolean {
  switch (structure.task) {
    case 'ner':
      return structure.entities.length === 0;
    case 're':
      return structure.relations.length === 0;
    case 'ee':
      return structure.events.length === 0;
  }
}

function required<K extends 'entities' | 'relations' | 'events'>(
  sentence: RawSentence,
  key: K,
): NonNullable<RawSentence[K]> {
  const found = sentence[key];
  if (found === undefined) throw malformed(`Expected \`${key}\` in this record.`, sentence.location);
  return found;
}
