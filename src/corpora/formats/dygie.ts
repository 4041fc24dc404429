import { z } from 'zod';
import type { Argument, Entity, Event, Relation } from '../../uie/records.ts';
import type { Format, RawSentence } from '../format.ts';
import { isTextList, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonLines } from '../json-records.ts';
import { malformed } from '../malformed.ts';

const documentSchema = /* @__PURE__ */ (() =>
  z.object({
    doc_key: z.string().optional(),
    sentences: z.array(z.array(z.string())),
    sentence_start: z.array(z.int()).optional(),
    _sentence_start: z.array(z.int()).optional(),
    ner: z.array(z.array(z.tuple([z.int(), z.int(), z.string()]).rest(z.unknown()))).optional(),
    relations: z
      .array(z.array(z.tuple([z.int(), z.int(), z.int(), z.int(), z.string()]).rest(z.unknown())))
      .optional(),
    events: z.array(z.array(z.array(z.array(z.union([z.string(), z.number()])).min(2)).min(1))).optional(),
  }))();

/** The fields that may have annotations, a list for each sentence. */
const FIELDS = ['ner', 'relations', 'events'] as const;

/**
 * DyGIE: one document a line; token offsets count from the start of the document and include the end. A document that was
 * cut says in `sentence_start` (or `_sentence_start`) where its sentences begin. An event is its trigger `[token, type]` (or
 * `[start, end, type]`) and its arguments `[start, end, role]`; scores behind a label are not read. Tokens are joined with
 * one blank.
 */
export const format: Format = {
  name: 'dygie',
  describe:
    'one JSON document a line: {sentences, ner, relations, events}; offsets of tokens in the document',
  sample:
    '{"sentences": [["A", "parser", "for", "speech", "."]], "ner": [[[1, 1, "Method"], [3, 3, "Task"]]], "relations": [[[1, 1, 3, 3, "USED-FOR"]]]}\n',
  tasks: ['ner', 're', 'ee'],
  recognise: (head) =>
    recordFits(
      head,
      ['lines'],
      ({ sentences: found }) => Array.isArray(found) && found.length > 0 && isTextList(found[0]),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonLines(source)) yield* sentences(record);
    }
  },
};

function* sentences(record: JsonRecord): Generator<RawSentence> {
  const document = checkRecord(documentSchema, record);
  const count = document.sentences.length;
  for (const field of FIELDS) {
    const found = document[field]?.length ?? count;
    if (found !== count)
      throw malformed(
        `Expected \`${field}\` to have a list for each of ${count} sentences, found ${found}.`,
        record.location,
      );
  }
  const starts = document.sentence_start ?? document._sentence_start;
  if (starts !== undefined && starts.length !== count) {
    throw malformed(
      `Expected \`sentence_start\` to have the start of each of ${count} sentences, found ${starts.length}.`,
      record.location,
    );
  }
  let offset = 0;
  for (const [number, tokens] of document.sentences.entries()) {
    const first = starts?.[number] ?? offset;
    const span = (start: number, end: number): string => {
      if (start < first || end >= first + tokens.length || start > end) {
        const place = `tokens ${first} to ${first + tokens.length - 1} of sentence ${number + 1}`;
        throw malformed(`Expected a span inside ${place}, found ${start} to ${end}.`, record.location);
      }
      return tokens.slice(start - first, end - first + 1).join(' ');
    };
    const entities = document.ner?.[number]?.map(
      ([start, end, type]): Entity => ({ type, text: span(start, end) }),
    );
    const relations = document.relations?.[number]?.map(
      ([start, end, otherStart, otherEnd, type]): Relation => ({
        type,
        head: span(start, end),
        tail: span(otherStart, otherEnd),
      }),
    );
    const events = document.events?.[number]?.map((parts): Event => {
      const [trigger, ...rest] = parts.map((part) => label(part, record));
      return {
        type: trigger!.label,
        trigger: span(trigger!.start, trigger!.end),
        arguments: rest.map((part): Argument => ({ role: part.label, text: span(part.start, part.end) })),
      };
    });
    const sourceId = document.doc_key === undefined ? undefined : `${document.doc_key} ${number}`;
    yield { text: tokens.join(' '), location: record.location, sourceId, entities, relations, events };
    offset += tokens.length;
  }
}

/** `[token, label]` or `[start, end, label]`; scores behind the label are not read. */
function label(
  part: readonly (string | number)[],
  record: JsonRecord,
): { start: number; end: number; label: string } {
  const [start, second, third] = part;
  if (typeof start === 'number' && typeof second === 'string') return { start, end: start, label: second };
  if (typeof start === 'number' && typeof second === 'number' && typeof third === 'string') {
    return { start, end: second, label: third };
  }
  const expected = 'Expected a part of an event to be [token, type] or [start, end, role]';
  throw malformed(`${expected}, found ${JSON.stringify(part)}.`, record.location);
}
