import { z } from 'zod';
import type { Relation } from '../../uie/records.ts';
import type { Format, RawEntity, RawSentence } from '../format.ts';
import { isFields, isListOf, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonRecords } from '../json-records.ts';
import { malformed } from '../malformed.ts';

/** CasRel and its successors: triples of head, relation and tail. */
const tripleSchema = /* @__PURE__ */ (() =>
  z.object({
    text: z.string(),
    triple_list: z.array(z.tuple([z.string(), z.string(), z.string()])),
  }))();

/** CoType, and the raw files of CopyRE. */
const mentionSchema = /* @__PURE__ */ (() =>
  z.object({
    sentText: z.string(),
    relationMentions: z.array(z.object({ em1Text: z.string(), em2Text: z.string(), label: z.string() })),
    entityMentions: z.array(z.object({ text: z.string(), label: z.string() })).optional(),
  }))();

/** HRL-RE. */
const tagSchema = /* @__PURE__ */ (() =>
  z.object({
    sentext: z.string(),
    relations: z.array(z.object({ em1: z.string(), em2: z.string(), rtext: z.string() })),
  }))();

/**
 * The New York Times corpora as triples of strings, in three dialects: `text` with `triple_list` (CasRel), `sentText` with
 * `relationMentions` (CoType, raw CopyRE), `sentext` with `relations` (HRL-RE). Pairs without a relation have the label
 * `None`, which a card maps to nothing. Line ends behind a sentence are no part of it.
 */
export const format: Format = {
  name: 'nyt-triples',
  describe:
    'NYT as a JSON array or one JSON sentence a line: {text, triple_list: [[head, relation, tail]]}, {sentText, relationMentions: [{em1Text, em2Text, label}]} or {sentext, relations: [{em1, em2, rtext}]}',
  sample:
    '[{"text": "Anna Keller was born in Oslo .", "triple_list": [["Anna Keller", "/people/person/place_of_birth", "Oslo"]]}]\n',
  tasks: ['ner', 're'],
  recognise: (head) =>
    recordFits(
      head,
      ['array', 'lines'],
      ({ text, triple_list, sentText, relationMentions, sentext, relations }) =>
        (typeof text === 'string' && Array.isArray(triple_list)) ||
        (typeof sentText === 'string' &&
          isListOf(relationMentions, ({ em1Text }) => em1Text !== undefined)) ||
        (typeof sentext === 'string' && isListOf(relations, ({ rtext }) => rtext !== undefined)),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonRecords(source)) yield sentence(record);
    }
  },
};

function sentence(record: JsonRecord): RawSentence {
  const { location } = record;
  if (isFields(record.value)) {
    if ('triple_list' in record.value) {
      const { text, triple_list: triples } = checkRecord(tripleSchema, record);
      const relations = triples.map(([head, type, tail]): Relation => ({ type, head, tail }));
      return { text: withoutLineEnd(text), location, relations };
    }
    if ('sentText' in record.value) {
      const { sentText, relationMentions, entityMentions } = checkRecord(mentionSchema, record);
      const entities = entityMentions?.map(({ text, label }): RawEntity => ({ type: label, text }));
      const relations = relationMentions.map(
        ({ em1Text, em2Text, label }): Relation => ({ type: label, head: em1Text, tail: em2Text }),
      );
      return { text: withoutLineEnd(sentText), location, entities, relations };
    }
    if ('sentext' in record.value) {
      const { sentext, relations: found } = checkRecord(tagSchema, record);
      const relations = found.map(({ em1, em2, rtext }): Relation => ({ type: rtext, head: em1, tail: em2 }));
      return { text: withoutLineEnd(sentext), location, relations };
    }
  }
  throw malformed('Expected a sentence with `triple_list`, `sentText` or `sentext`.', location);
}

function withoutLineEnd(text: string): string {
  return text.replace(/[\r\n]+$/, '');
}
