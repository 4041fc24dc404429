import { z } from 'zod';
import type { Entity, Relation } from '../../uie/records.ts';
import type { Format, RawSentence, Repair } from '../format.ts';
import { isTextList, recordFits } from '../json-head.ts';
import { checkRecord, type JsonRecord, readJsonRecords } from '../json-records.ts';
import { malformed } from '../malformed.ts';
import { decodeTags, isTag } from '../tags.ts';

const sentenceSchema = /* @__PURE__ */ (() => {
  const pair = z.object({ type: z.string(), head: z.int(), tail: z.int() });
  const triple = z
    .tuple([z.int(), z.int(), z.string()])
    .transform(([head, tail, type]) => ({ type, head, tail }));
  return z.object({
    tokens: z.array(z.string()),
    tags: z.array(z.string()),
    relations: z.array(z.union([pair, triple])).optional(),
  });
})();

/** BILOU calls the end of a mention last, and one of a single token a unit. */
const BIOES = { L: 'E', U: 'S' } as const;

/**
 * Sentences of tokens with a tag each, in BIO, BIOES or BILOU, and relations between positions of tokens: those of CoNLL04
 * in joint models, which name a mention by its last token. Any token of a mention stands for it. Tokens are joined with one
 * blank.
 */
export const format: Format = {
  name: 'token-tags',
  describe:
    'JSON sentences, an array or one a line: {tokens, tags (BIO, BIOES or BILOU), relations: [{type, head, tail}] by the position of a token}',
  sample:
    '[{"tokens": ["Anna", "Keller", "left", "Oslo", "."], "tags": ["B-Peop", "L-Peop", "O", "U-Loc", "O"], "relations": [{"type": "Live_In", "head": 1, "tail": 3}]}]\n',
  tasks: ['ner', 're'],
  recognise: (head) =>
    recordFits(
      head,
      ['array', 'lines'],
      ({ tokens, tags }) =>
        isTextList(tokens) && isTextList(tags) && tags.every((tag) => isTag(asBioes(tag), 'bioes')),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const record of readJsonRecords(source)) yield sentence(record);
    }
  },
};

function sentence(record: JsonRecord): RawSentence {
  const { tokens, tags: written, relations: links } = checkRecord(sentenceSchema, record);
  const { location } = record;
  if (written.length !== tokens.length)
    throw malformed(`Expected a tag for each of ${tokens.length} tokens, found ${written.length}.`, location);
  const tags = written.map(asBioes);
  const wrong = tags.findIndex((tag) => !isTag(tag, 'bioes'));
  if (wrong >= 0) {
    const expected = `Expected \`tags[${wrong}]\` to be O, or a letter of BIO, BIOES or BILOU, - and a type`;
    throw malformed(`${expected}, found "${written[wrong]}".`, location);
  }
  const { spans, mended } = decodeTags(tags, 'bioes');
  const mentions = spans.map(({ start, end }) => tokens.slice(start, end).join(' '));
  const mentionAt = (position: number, what: string): string => {
    const index = spans.findIndex(({ start, end }) => start <= position && position < end);
    if (index < 0) {
      const expected = `Expected \`${what}\` to be the position of a token of a mention`;
      throw malformed(`${expected}, found ${position}.`, location);
    }
    return mentions[index]!;
  };
  const entities = spans.map(({ type }, index): Entity => ({ type, text: mentions[index]! }));
  const relations = links?.map(
    ({ type, head, tail }, index): Relation => ({
      type,
      head: mentionAt(head, `relations[${index}].head`),
      tail: mentionAt(tail, `relations[${index}].tail`),
    }),
  );
  const repairs = Array<Repair>(mended).fill('tag-mended');
  return { text: tokens.join(' '), location, entities, relations, repairs };
}

function asBioes(tag: string): string {
  const letter = tag[0];
  return letter === 'L' || letter === 'U' ? BIOES[letter] + tag.slice(1) : tag;
}
