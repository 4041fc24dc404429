import { z } from 'zod';
import type { Argument, Event } from '../../uie/records.ts';
import type { Format, RawSentence, Repair } from '../format.ts';
import { isListOf, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonLines } from '../json-records.ts';
import { malformed } from '../malformed.ts';

/** Keys of an event that are no roles: its name and its attributes. */
const ATTRIBUTES = ['event_id', 'event_type', 'Trigger', 'Severity', 'Negated', 'Speculated'] as const;
/** Keys of a role that are no sub-roles. */
const SPAN_KEYS = ['text', 'start', 'entity_id', 'value'] as const;

const spanSchema = /* @__PURE__ */ (() => z.looseObject({ text: z.array(z.array(z.string())) }))();
const recordSchema = /* @__PURE__ */ (() =>
  z.object({
    id: z.string().optional(),
    context: z.string(),
    annotations: z.array(
      z.object({ events: z.array(z.looseObject({ event_type: z.string(), Trigger: spanSchema })) }),
    ),
  }))();

/**
 * PHEE: one sentence a line. A role is a list of lists of pieces; each piece is written as an argument of its own, main
 * roles before their sub-roles (`Treatment.Drug`). A combination is written as the drug it names.
 */
export const format: Format = {
  name: 'phee',
  describe:
    'one JSON sentence a line: {context, annotations: [{events: [{event_type, Trigger, roles with sub-roles}]}]}',
  sample:
    '{"context": "Rash after mintol.", "annotations": [{"events": [{"event_type": "Adverse_event", "Trigger": {"text": [["after"]]}, "Effect": {"text": [["Rash"]]}, "Treatment": {"text": [["mintol"]], "Drug": {"text": [["mintol"]]}}}]}]}\n',
  tasks: ['ee'],
  recognise: (head) =>
    recordFits(
      head,
      ['lines'],
      ({ context, annotations }) =>
        typeof context === 'string' && isListOf(annotations, ({ events }) => Array.isArray(events)),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonLines(source)) yield sentence(record);
    }
  },
};

function sentence(record: JsonRecord): RawSentence {
  const { id: sourceId, context, annotations } = checkRecord(recordSchema, record);
  const repairs: Repair[] = [];
  const events = annotations
    .flatMap((annotation) => annotation.events)
    .map((event): Event => {
      const pieces = event.Trigger.text.flat();
      if (pieces.length === 0) throw malformed('Expected `Trigger.text` to hold a word.', record.location);
      if (pieces.length > 1) repairs.push('trigger-joined');
      const found: Argument[] = [];
      for (const [role, value] of Object.entries(event)) {
        if (!(ATTRIBUTES as readonly string[]).includes(role)) addRole(role, value, found, repairs, record);
      }
      return { type: event.event_type, trigger: pieces.join(' '), arguments: found };
    });
  return { text: context, location: record.location, sourceId, events, repairs };
}

/** Adds the arguments of a role and of its sub-roles. */
function addRole(
  role: string,
  value: unknown,
  found: Argument[],
  repairs: Repair[],
  record: JsonRecord,
): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (item?.Drug !== undefined) addPieces(role, item.Drug, found, repairs, record);
    }
    return;
  }
  addPieces(role, value, found, repairs, record);
  for (const [name, part] of Object.entries(value)) {
    if (!(SPAN_KEYS as readonly string[]).includes(name))
      addRole(`${role}.${name}`, part, found, repairs, record);
  }
}

function addPieces(
  role: string,
  value: unknown,
  found: Argument[],
  repairs: Repair[],
  record: JsonRecord,
): void {
  const { text } = checkRecord(spanSchema, { value, location: record.location });
  for (const pieces of text) {
    if (pieces.length > 1) repairs.push('pieces-split');
    found.push(...pieces.map((piece) => ({ role, text: piece })));
  }
}
