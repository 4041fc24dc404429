import { z } from 'zod';
import type { Argument, Entity, Event, Relation } from '../../uie/records.ts';
import type { Format, RawSentence, Repair } from '../format.ts';
import { isTextList, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonLines } from '../json-records.ts';
import { malformed } from '../malformed.ts';
import { sameCharacters, tokenSpan } from '../token-span.ts';

const sentenceSchema = /* @__PURE__ */ (() => {
  const span = { text: z.string().optional(), start: z.int(), end: z.int() };
  const filler = z.object({ entity_id: z.string(), role: z.string() });
  return z.object({
    sent_id: z.string().optional(),
    tokens: z.array(z.string()),
    entity_mentions: z.array(z.object({ id: z.string(), entity_type: z.string(), ...span })),
    relation_mentions: z
      .array(z.object({ relation_type: z.string(), arguments: z.tuple([filler, filler]) }))
      .optional(),
    event_mentions: z
      .array(z.object({ event_type: z.string(), trigger: z.object(span), arguments: z.array(filler) }))
      .optional(),
  });
})();

/** The role of a relation's second argument. */
const TAIL = 'Arg-2';

/**
 * ACE 2005 as OneIE prepares it: one sentence a line. Token offsets count in the sentence, with an exclusive end; arguments
 * are entities by their id. Tokens are joined with one blank; the untokenised `sentence` is not read, so every mention is
 * in its text. `Arg-1` of a relation is its head.
 */
export const format: Format = {
  name: 'oneie',
  describe:
    'one JSON sentence a line, as OneIE writes it: {tokens, entity_mentions, relation_mentions, event_mentions}',
  sample:
    '{"doc_id": "d", "sent_id": "d-0", "tokens": ["Anna", "left", "Oslo", "."], "sentence": "Anna left Oslo.", "entity_mentions": [{"id": "d-E1", "text": "Anna", "entity_type": "PER", "mention_type": "NAM", "start": 0, "end": 1}, {"id": "d-E2", "text": "Oslo", "entity_type": "GPE", "mention_type": "NAM", "start": 2, "end": 3}], "relation_mentions": [], "event_mentions": [{"id": "d-EV1", "event_type": "Movement:Transport", "trigger": {"text": "left", "start": 1, "end": 2}, "arguments": [{"entity_id": "d-E1", "text": "Anna", "role": "Artifact"}]}]}\n',
  tasks: ['ner', 're', 'ee'],
  recognise: (head) =>
    recordFits(
      head,
      ['lines'],
      ({ tokens, entity_mentions: mentions }) => isTextList(tokens) && Array.isArray(mentions),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonLines(source)) yield sentence(record);
    }
  },
};

function sentence(record: JsonRecord): RawSentence {
  const found = checkRecord(sentenceSchema, record);
  const { sent_id: sourceId, tokens } = found;
  const repairs: Repair[] = [];
  const spanText = (
    { text, start, end }: { text?: string | undefined; start: number; end: number },
    what: string,
  ): string => {
    const spanned = tokenSpan(tokens, start, end, `\`${what}\``, record.location);
    if (text !== undefined && !sameCharacters(text, spanned)) repairs.push('offset-trusted');
    return spanned;
  };
  const texts = new Map<string, string>();
  const entities = found.entity_mentions.map((mention, index): Entity => {
    const text = spanText(mention, `entity_mentions[${index}]`);
    texts.set(mention.id, text);
    return { type: mention.entity_type, text };
  });
  const filler = (id: string, what: string): string => {
    const text = texts.get(id);
    if (text === undefined) {
      const expected = `Expected \`${what}.entity_id\` to be the id of an entity of the sentence`;
      throw malformed(`${expected}, found "${id}".`, record.location);
    }
    return text;
  };
  const relations = found.relation_mentions?.map(
    ({ relation_type: type, arguments: pair }, index): Relation => {
      const [head, tail] = pair[0].role === TAIL ? ([1, 0] as const) : ([0, 1] as const);
      const side = (place: 0 | 1): string =>
        filler(pair[place].entity_id, `relation_mentions[${index}].arguments[${place}]`);
      return { type, head: side(head), tail: side(tail) };
    },
  );
  const events = found.event_mentions?.map(
    (event, index): Event => ({
      type: event.event_type,
      trigger: spanText(event.trigger, `event_mentions[${index}].trigger`),
      arguments: event.arguments.map(
        ({ entity_id: id, role }, place): Argument => ({
          role,
          text: filler(id, `event_mentions[${index}].arguments[${place}]`),
        }),
      ),
    }),
  );
  const text = tokens.join(' ');
  return { text, location: record.location, sourceId, entities, relations, events, repairs };
}
