import { z } from 'zod';
import type { Format, RawSentence, Repair } from '../format.ts';
import { isListOf, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonArray } from '../json-records.ts';

/** An entity type that the package's own loader passes over, as it does the empty one. */
const NO_TYPE = 'NA';
/** What the package's own loader puts for an apostrophe in event types and triggers, and copies of it may hold. */
const APOSTROPHE = '#$%#';

const recordSchema = /* @__PURE__ */ (() =>
  z.object({
    sentence: z.string(),
    entities: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
    relations: z
      .array(
        z.object({
          head: z.object({ name: z.string() }),
          type: z.string(),
          tail: z.object({ name: z.string() }),
        }),
      )
      .optional(),
    events: z
      .array(
        z.object({
          type: z.string(),
          trigger: z.string(),
          arguments: z.array(z.object({ name: z.string(), role: z.string() })).default([]),
        }),
      )
      .optional(),
  }))();

/**
 * The files of the IE INSTRUCTIONS package, from which the paper's data sets come. Positions are not read. Rows of its
 * folder EET may lack arguments, and those of EEA have one event each. What becomes of relations of type `NA` is the card's
 * affair: the package leaves them out of what is learned and counts them as misses.
 */
export const format: Format = {
  name: 'instructuie',
  describe: 'one JSON array of {sentence, entities | relations | events}, as in the IE INSTRUCTIONS package',
  sample: '[{"sentence": "Anna Keller smiled .", "entities": [{"name": "Anna Keller", "type": "person"}]}]\n',
  tasks: ['ner', 're', 'ee'],
  recognise: (head) =>
    recordFits(
      head,
      ['array'],
      ({ sentence: text, entities, relations, events }) =>
        typeof text === 'string' &&
        (isListOf(entities, ({ name }) => typeof name === 'string') ||
          isListOf(relations, ({ head: from }) => typeof from === 'object') ||
          isListOf(events, ({ trigger }) => typeof trigger === 'string')),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonArray(source)) yield sentence(record);
    }
  },
};

function sentence(record: JsonRecord): RawSentence {
  const { sentence: text, entities, relations, events } = checkRecord(recordSchema, record);
  const repairs: Repair[] = [];
  const restored = (label: string): string => {
    if (!label.includes(APOSTROPHE)) return label;
    repairs.push('apostrophe-restored');
    return label.replaceAll(APOSTROPHE, "'");
  };
  return {
    text,
    location: record.location,
    entities: entities?.map(({ name, type }) => ({ type: type === NO_TYPE ? '' : type, text: name })),
    relations: relations?.map(({ head, type, tail }) => ({ type, head: head.name, tail: tail.name })),
    events: events?.map(({ type, trigger, arguments: found }) => ({
      type: restored(type),
      trigger: restored(trigger),
      arguments: found.map(({ name, role }) => ({ role: restored(role), text: restored(name) })),
    })),
    repairs,
  };
}
