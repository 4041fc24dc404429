import { z } from 'zod';
import type { Argument, Entity, Event, Relation } from '../../uie/records.ts';
import type { Format, RawSentence, Repair } from '../format.ts';
import { isTextList, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonLines } from '../json-records.ts';
import { malformed } from '../malformed.ts';
import { sameCharacters } from '../token-span.ts';

const recordSchema = /* @__PURE__ */ (() => {
  const mention = z.object({ type: z.string(), offset: z.array(z.int()).min(1), text: z.string() });
  return z.object({
    text: z.string(),
    tokens: z.array(z.string()),
    entity: z.array(mention).optional(),
    relation: z.array(z.object({ type: z.string(), args: z.tuple([mention, mention]) })).optional(),
    event: z.array(mention.extend({ args: z.array(mention) })).optional(),
  });
})();

type Mention = Readonly<{ type: string; offset: readonly number[]; text: string }>;

/**
 * UIE's text2spotasoc: one sentence a line. A mention has the index of each of its tokens and their text. The strings for
 * UIE's own model (`record`, `spot`, `asoc`, `spot_asoc`) are not read.
 */
export const format: Format = {
  name: 'uie',
  describe: "one JSON sentence a line, as UIE's text2spotasoc: {text, tokens, entity, relation, event}",
  sample:
    '{"text": "Anna Keller left Oslo .", "tokens": ["Anna", "Keller", "left", "Oslo", "."], "record": "", "entity": [{"type": "person", "offset": [0, 1], "text": "Anna Keller"}, {"type": "place", "offset": [3], "text": "Oslo"}], "relation": [], "event": [{"type": "move", "offset": [2], "text": "left", "args": [{"type": "agent", "offset": [0, 1], "text": "Anna Keller"}]}], "spot": ["person", "place", "move"], "asoc": ["agent"]}\n',
  tasks: ['ner', 're', 'ee'],
  recognise: (head) =>
    recordFits(
      head,
      ['lines'],
      ({ text, tokens, entity, relation, event }) =>
        typeof text === 'string' && isTextList(tokens) && [entity, relation, event].some(Array.isArray),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonLines(source)) yield sentence(record);
    }
  },
};

function sentence(record: JsonRecord): RawSentence {
  const { text, tokens, entity, relation, event } = checkRecord(recordSchema, record);
  const repairs: Repair[] = [];
  const mentionText = (mention: Mention, what: string): string => {
    const outside = mention.offset.find((index) => index < 0 || index >= tokens.length);
    if (outside !== undefined) {
      throw malformed(
        `Expected \`${what}.offset\` to be among ${tokens.length} tokens, found ${outside}.`,
        record.location,
      );
    }
    const spanned = mention.offset.map((index) => tokens[index]!).join(' ');
    if (sameCharacters(mention.text, spanned)) return mention.text;
    repairs.push('offset-trusted');
    return spanned;
  };
  const entities = entity?.map(
    (mention, index): Entity => ({ type: mention.type, text: mentionText(mention, `entity[${index}]`) }),
  );
  const relations = relation?.map(
    ({ type, args: [head, tail] }, index): Relation => ({
      type,
      head: mentionText(head, `relation[${index}].args[0]`),
      tail: mentionText(tail, `relation[${index}].args[1]`),
    }),
  );
  const events = event?.map(
    (trigger, index): Event => ({
      type: trigger.type,
      trigger: mentionText(trigger, `event[${index}]`),
      arguments: trigger.args.map(
        (argument, place): Argument => ({
          role: argument.type,
          text: mentionText(argument, `event[${index}].args[${place}]`),
        }),
      ),
    }),
  );
  return { text, location: record.location, entities, relations, events, repairs };
}
