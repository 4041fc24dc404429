import { z } from 'zod';
import type { Location } from '../../errors.ts';
import type { Entity } from '../../uie/records.ts';
import type { Format, RawSentence } from '../format.ts';
import { isListOf, isTextList, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonRecords } from '../json-records.ts';
import { malformed } from '../malformed.ts';

const QUESTION = /^What describes (.+) in the text\?$/s;
const TEXT = 'Text: ';

const conversationSchema = /* @__PURE__ */ (() =>
  z.object({
    conversations: z.array(z.object({ from: z.string(), value: z.string() })).min(4),
  }))();

/**
 * UniversalNER: conversations that ask for one type of a text each (its test sets) or for several, one after the other
 * (its training set). Conversations in a row about the same text are one sentence, until a type is asked again. Types that
 * are asked without an answer in the text are part of the conversation and leave no trace here.
 */
export const format: Format = {
  name: 'universal-ner',
  describe:
    'JSON conversations about one text, an array or one a line, that ask for one type after the other',
  sample:
    '[{"conversations": [{"from": "human", "value": "Text: films by anna keller"}, {"from": "gpt", "value": "I\'ve read this text."}, {"from": "human", "value": "What describes Director in the text?"}, {"from": "gpt", "value": "[\\"anna keller\\"]"}]}]\n',
  tasks: ['ner'],
  recognise: (head) =>
    recordFits(
      head,
      ['array', 'lines'],
      ({ conversations }) =>
        isListOf(conversations, ({ value }) => typeof value === 'string' && value.startsWith(TEXT)) &&
        Array.isArray(conversations) &&
        conversations.length > 0,
    ),
  async *read(sources) {
    for (const source of sources) {
      let open: { text: string; location: Location; entities: Entity[]; asked: Set<string> } | undefined;
      for await (const record of readJsonRecords(source)) {
        const { text, answers } = conversation(record);
        if (open !== undefined && (open.text !== text || answers.some(({ type }) => open?.asked.has(type)))) {
          yield sentence(open);
          open = undefined;
        }
        open ??= { text, location: record.location, entities: [], asked: new Set() };
        for (const { type, texts } of answers) {
          open.asked.add(type);
          open.entities.push(...texts.map((mention): Entity => ({ type, text: mention })));
        }
      }
      if (open !== undefined) yield sentence(open);
    }
  },
};

function sentence({ text, location, entities }: RawSentence & { entities: readonly Entity[] }): RawSentence {
  return { text, location, entities };
}

interface Answer {
  readonly type: string;
  readonly texts: readonly string[];
}

function conversation(record: JsonRecord): { text: string; answers: Answer[] } {
  const turns = checkRecord(conversationSchema, record).conversations;
  const first = turns[0]!.value;
  if (!first.startsWith(TEXT))
    throw malformed(`Expected the first turn to begin with "${TEXT}".`, record.location);
  if (turns.length % 2 !== 0)
    throw malformed(`Expected an answer to the last of ${turns.length} turns.`, record.location);
  const answers: Answer[] = [];
  for (let turn = 2; turn < turns.length; turn += 2) {
    const type = QUESTION.exec(turns[turn]!.value)?.[1];
    if (type === undefined) {
      const found = turns[turn]!.value;
      throw malformed(
        `Expected "What describes … in the text?" as turn ${turn + 1}, found "${found}".`,
        record.location,
      );
    }
    answers.push({ type, texts: list(turns[turn + 1]!.value, turn + 2, record.location) });
  }
  return { text: first.slice(TEXT.length), answers };
}

function list(text: string, turn: number, location: Location): readonly string[] {
  const expected = `Expected a JSON list of strings as turn ${turn}, found "${text}".`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed(expected, location, undefined, cause);
  }
  if (!isTextList(value)) throw malformed(expected, location);
  return value;
}
