import { z } from 'zod';
import type { Entity, Relation } from '../../uie/records.ts';
import type { Format, RawSentence } from '../format.ts';
import { isListOf, isTextList, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonArray } from '../json-records.ts';
import { malformed } from '../malformed.ts';
import { tokenSpan } from '../token-span.ts';

const sentenceSchema = /* @__PURE__ */ (() =>
  z.object({
    orig_id: z.union([z.string(), z.number()]).optional(),
    tokens: z.array(z.string()),
    entities: z.array(z.object({ type: z.string(), start: z.int(), end: z.int() })),
    relations: z.array(z.object({ type: z.string(), head: z.int(), tail: z.int() })),
  }))();

/** SpERT: token offsets with an exclusive end, relations between entities by their index. Tokens are joined with one blank. */
export const format: Format = {
  name: 'spert',
  describe: 'one JSON array of {tokens, entities: [{type, start, end}], relations: [{type, head, tail}]}',
  sample:
    '[{"tokens": ["rash", "after", "mintol"], "entities": [{"type": "Effect", "start": 0, "end": 1}, {"type": "Drug", "start": 2, "end": 3}], "relations": [{"type": "Adverse-Effect", "head": 0, "tail": 1}]}]\n',
  tasks: ['ner', 're'],
  recognise: (head) =>
    recordFits(
      head,
      ['array'],
      ({ tokens, entities, relations }) =>
        isTextList(tokens) &&
        isListOf(entities, ({ start }) => typeof start === 'number') &&
        (relations === undefined || isListOf(relations, ({ head: place }) => typeof place === 'number')),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonArray(source)) yield sentence(record);
    }
  },
};

function sentence(record: JsonRecord): RawSentence {
  const {
    orig_id: sourceId,
    tokens,
    entities: spans,
    relations: links,
  } = checkRecord(sentenceSchema, record);
  const entities = spans.map(
    ({ type, start, end }, index): Entity => ({
      type,
      text: tokenSpan(tokens, start, end, `\`entities[${index}]\``, record.location),
    }),
  );
  const relations = links.map(({ type, head, tail }, index): Relation => {
    const [from, to] = [entities[head], entities[tail]];
    if (from === undefined || to === undefined) {
      const wrong = from === undefined ? `head ${head}` : `tail ${tail}`;
      throw malformed(
        `Expected \`relations[${index}]\` to join two of ${entities.length} entities, found ${wrong}.`,
        record.location,
      );
    }
    return { type, head: from.text, tail: to.text };
  });
  return { text: tokens.join(' '), location: record.location, sourceId, entities, relations };
}
