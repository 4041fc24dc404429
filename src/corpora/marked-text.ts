import type { Location } from '../errors.ts';
import type { Relation } from '../uie/records.ts';
import type { RawSentence, Repair } from './format.ts';
import { malformed } from './malformed.ts';

const LABEL = /^(.+?)(?:\((e1,e2|e2,e1)\))?$/;
/** Labels that say that there is no relation of the inventory; they have no direction to lose. */
const UNDIRECTED = ['Other', 'no_relation'] as const;

/**
 * A sentence whose two arguments stand in `<e1>` and `<e2>`, and its label. Blanks inside of a mark go with it: they were
 * put there by tools, and without them the text is the original's (checked on SemEval-2010 task 8: both copies give the
 * same 10,717 sentences). `Label(e2,e1)` has e2 as its head.
 *
 * @throws ProuieError PROUIE_CORPUS_MALFORMED when a mark is missing or the label is blank
 */
export function markedSentence(marked: string, label: string, location: Location): RawSentence {
  const first = argument(marked, 'e1', location);
  const second = argument(marked, 'e2', location);
  const parts = LABEL.exec(label.trim());
  if (parts === null)
    throw malformed('Expected a relation such as Cause-Effect(e1,e2), found nothing.', location);
  const type = parts[1]!;
  const [head, tail] = parts[2] === 'e2,e1' ? [second, first] : [first, second];
  const repairs: Repair[] = [];
  const relations: Relation[] = [];
  if (head === '' || tail === '') repairs.push('one-sided-pair');
  else relations.push({ type, head, tail });
  if (parts[2] === undefined && !(UNDIRECTED as readonly string[]).includes(type))
    repairs.push('direction-assumed');
  return { text: withoutMarks(marked), location, relations, repairs };
}

function argument(marked: string, mark: 'e1' | 'e2', location: Location): string {
  const start = marked.indexOf(`<${mark}>`);
  const end = marked.indexOf(`</${mark}>`, start);
  if (start < 0 || end < 0) throw malformed(`Expected <${mark}>…</${mark}> in the sentence.`, location);
  return withoutMarks(marked.slice(start, end));
}

/** White space is squeezed first: a long run of it would else be looked through from each of its blanks. */
function withoutMarks(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/<e[12]> ?/g, '')
    .replace(/ ?<\/e[12]>/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}
