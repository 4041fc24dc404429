import { z } from 'zod';
import type { Format, RawSentence } from '../format.ts';
import { checkRecord, type JsonRecord, readJsonArray } from '../json-records.ts';

/** An entity type that the package's own loader passes over, as it does the empty one. */
const NO_TYPE = 'NA';

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
          arguments: z.array(z.object({ name: z.string(), role: z.string() })),
        }),
      )
      .optional(),
  }))();

/** The files of the IE INSTRUCTIONS package, from which the paper's data sets come. Positions are not read. */
export const instructuie: Format = {
  name: 'instructuie',
  describe: 'one JSON array of {sentence, entities | relations | events}, as in the IE INSTRUCTIONS package',
  sample: '[{"sentence": "Anna Keller smiled .", "entities": [{"name": "Anna Keller", "type": "person"}]}]\n',
  tasks: ['ner', 're', 'ee'],
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonArray(source)) yield sentence(record);
    }
  },
};

function sentence(record: JsonRecord): RawSentence {
  const { sentence: text, entities, relations, events } = checkRecord(recordSchema, record);
  return {
    text,
    location: record.location,
    entities: entities?.map(({ name, type }) => ({ type: type === NO_TYPE ? '' : type, text: name })),
    relations: relations?.map(({ head, type, tail }) => ({ type, head: head.name, tail: tail.name })),
    events: events?.map(({ type, trigger, arguments: found }) => ({
      type,
      trigger,
      arguments: found.map(({ name, role }) => ({ role, text: name })),
    })),
  };
}
