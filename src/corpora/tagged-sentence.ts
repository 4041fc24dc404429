import type { Location } from '../errors.ts';
import type { RawEntity, RawSentence, Repair } from './format.ts';
import { malformed } from './malformed.ts';
import { decodeTags, describeTags, isTag, type TagScheme } from './tags.ts';

export interface Token {
  /** Blank where the file has nothing but white space; then it is left out and counted. */
  readonly text: string;
  /** Where lines are finer than sentences. */
  readonly line?: number;
}

/**
 * A sentence of tokens, joined with one blank: where the source had none between two tokens is not in its file.
 *
 * @param layers a tag for each token, once or, with nested mentions, several times; all have passed `checkTag`
 */
export function taggedSentence(
  tokens: readonly Token[],
  layers: readonly (readonly string[])[],
  scheme: TagScheme,
  location: Location,
): RawSentence {
  const decoded = layers.map((tags) => decodeTags(tags, scheme));
  const entities = decoded
    .flatMap(({ spans }) => spans)
    .sort((a, b) => a.start - b.start)
    .map(({ type, start, end }): RawEntity => {
      const { line } = tokens[start]!;
      const text = joinTokens(tokens.slice(start, end));
      return line === undefined ? { type, text } : { type, text, line };
    });
  const mended = decoded.reduce((sum, one) => sum + one.mended, 0);
  const blanks = tokens.filter(({ text }) => text === '').length;
  const repairs: Repair[] = [
    ...Array<Repair>(mended).fill('tag-mended'),
    ...Array<Repair>(blanks).fill('blank-token'),
  ];
  return { text: joinTokens(tokens), location, entities, repairs };
}

/** The tag, if it is one of the scheme. @throws ProuieError PROUIE_CORPUS_MALFORMED */
export function checkTag(tag: string, scheme: TagScheme, location: Location): string {
  if (isTag(tag, scheme)) return tag;
  throw malformed(`Expected ${describeTags(scheme)}, found "${tag}".`, location);
}

function joinTokens(tokens: readonly Token[]): string {
  return tokens
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join(' ');
}
