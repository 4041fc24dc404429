import { z } from 'zod';
import type { Event } from '../../uie/records.ts';
import type { Format, RawSentence, Repair } from '../format.ts';
import { isFields, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonDocuments } from '../json-records.ts';
import { malformed } from '../malformed.ts';
import { splitSentences, type TextSpan } from '../sentence-boundaries.ts';
import { anchorMention, type TextAnchor } from '../text-anchor.ts';

const documentSchema = /* @__PURE__ */ (() => {
  const mention = z.object({ text: z.string(), startOffset: z.int(), endOffset: z.int() });
  const event = z.object({
    subtype: z.string(),
    nugget: mention,
    argument: z.array(mention.extend({ role: z.object({ type: z.string() }) })).default([]),
  });
  return z.object({
    content: z.string(),
    cyberevent: z.object({ hopper: z.array(z.object({ events: z.array(event) })) }),
  });
})();

type Mention = Readonly<{ text: string; startOffset: number; endOffset: number }>;

/**
 * CASIE as its authors annotate it: JSON documents, one behind the other (`cat` of their files) or one a file. A document is
 * split into sentences by the rule of `splitSentences`, never inside a mention. An event (its type is the `subtype`)
 * belongs to the sentence of its nugget; events and arguments stand in the order of the text. Arguments in other sentences
 * are left out and counted. A mention that is not where its offsets say is looked for at the nearest place; one that is
 * nowhere is left out and counted, a nugget with its event. Coreference (hoppers), realis and external references are not
 * read.
 */
export const format: Format = {
  name: 'casie',
  describe:
    'JSON documents, one behind the other: {content, cyberevent: {hopper: [{events: [{subtype, nugget, argument}]}]}}, offsets in characters',
  sample:
    '{"content": "Thieves stole mails from Kelltech.", "sourcefile": "1.txt", "cyberevent": {"hopper": [{"index": 0, "events": [{"type": "Attack", "subtype": "Databreach", "realis": "Actual", "nugget": {"text": "stole", "startOffset": 8, "endOffset": 13}, "argument": [{"role": {"type": "Attacker"}, "type": "Person", "text": "Thieves", "startOffset": 0, "endOffset": 7}]}]}]}}\n',
  tasks: ['ee'],
  recognise: (head) =>
    recordFits(
      head,
      ['array', 'lines'],
      ({ cyberevent, content, sourcefile }) =>
        isFields(cyberevent) || (typeof content === 'string' && typeof sourcefile === 'string'),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonDocuments(source)) yield* sentences(record);
    }
  },
};

interface Found {
  readonly anchor: TextAnchor;
  readonly event: Readonly<{ subtype: string; argument: readonly (Mention & { role: { type: string } })[] }>;
}

function* sentences(record: JsonRecord): Generator<RawSentence> {
  const { content, cyberevent } = checkRecord(documentSchema, record);
  const anchorOf = ({ text, startOffset, endOffset }: Mention): TextAnchor | undefined =>
    anchorMention(content, text, startOffset, endOffset);
  const events = cyberevent.hopper.flatMap((hopper) => hopper.events);
  const mentions = events.flatMap(({ nugget, argument }) => [nugget, ...argument]);
  const spans = splitSentences(
    content,
    mentions.map(anchorOf).filter((anchor) => anchor !== undefined),
  );
  if (spans.length === 0) {
    if (events.length === 0) return;
    throw malformed('Expected text in `content`, for it has events.', record.location);
  }
  const placeOf = (offset: number): number =>
    Math.max(
      0,
      spans.findLastIndex(({ start }) => start <= offset),
    );
  const found: Found[][] = spans.map(() => []);
  const repairs: Repair[][] = spans.map(() => []);
  for (const event of events) {
    const anchor = anchorOf(event.nugget);
    const place = placeOf(anchor?.start ?? event.nugget.startOffset);
    if (anchor === undefined) repairs[place]!.push('trigger-not-found');
    else found[place]!.push({ anchor, event });
  }
  for (const [place, span] of spans.entries()) {
    const inOrder = found[place]!.sort((a, b) => a.anchor.start - b.anchor.start);
    yield {
      text: content.slice(span.start, span.end),
      location: record.location,
      events: inOrder.map((one) => readEvent(one, content, span, anchorOf, repairs[place]!)),
      repairs: repairs[place]!,
    };
  }
}

/** An event with those of its arguments that are in its sentence. */
function readEvent(
  { anchor, event }: Found,
  content: string,
  sentence: TextSpan,
  anchorOf: (mention: Mention) => TextAnchor | undefined,
  repairs: Repair[],
): Event {
  if (anchor.moved) repairs.push('offset-mended');
  const found: { readonly role: string; readonly anchor: TextAnchor }[] = [];
  for (const argument of event.argument) {
    const place = anchorOf(argument);
    if (place === undefined) {
      repairs.push('mention-not-found');
    } else if (place.start < sentence.start || place.end > sentence.end) {
      repairs.push('argument-elsewhere');
    } else {
      if (place.moved) repairs.push('offset-mended');
      found.push({ role: argument.role.type, anchor: place });
    }
  }
  const textOf = ({ start, end }: TextSpan): string => content.slice(start, end);
  return {
    type: event.subtype,
    trigger: textOf(anchor),
    arguments: found
      .sort((a, b) => a.anchor.start - b.anchor.start)
      .map((one) => ({ role: one.role, text: textOf(one.anchor) })),
  };
}
