/** Queries with their slots, as users have them: one JSON record a line. */
import { type Location, ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { objectOf, type Place, recordAt, textOf, unexpected, within } from '../uie/json-fields.ts';
import { type OrderedObject, readJson } from '../uie/ordered-json.ts';
import type { Entity, EntitySchema, Example } from '../uie/records.ts';
import { readStructure } from '../uie/structure-json.ts';
import { readLines, type Source } from './source.ts';

/**
 * Reads queries as examples of the split `test`. A record has `text`, and its slots as `{"slots":{"body":"a | b"}}` or as
 * an entity structure, `{"gold":{"entities":[{"type","text"}]}}`; a slot that is left out or `""` is empty. Without an `id`
 * the line is the id. Lines of white space are passed over.
 *
 * @throws ProuieError PROUIE_JSON, PROUIE_RECORD, PROUIE_SLOT_UNKNOWN, PROUIE_REPEATED_ID with file and line
 */
export async function* readQueries(
  source: Source,
  dataset: string,
  schema: EntitySchema,
): AsyncGenerator<Example> {
  const ids = new Map<string, number>();
  for await (const { number, text: line } of readLines(source)) {
    if (line.trim() === '') continue;
    const location: Location = { file: source.path, line: number };
    const place = recordAt(location);
    const record = objectOf(readJson(line, location), place);
    const id = record.has('id') ? textOf(record, 'id', place) : String(number);
    const before = ids.get(id);
    if (before !== undefined) {
      throw new ProuieError('PROUIE_REPEATED_ID', `The id "${id}" stands on line ${before} already.`, {
        location,
        hint: 'An id names one query of a file.',
      });
    }
    ids.set(id, number);
    const entities = record.has('slots') ? entitiesOfSlots(record, place) : entitiesOfGold(record, place);
    for (const { type } of entities) checkSlot(type, schema, location);
    const text = textOf(record, 'text', place);
    yield { id, dataset, task: 'ner', split: 'test', text, schema, gold: { task: 'ner', entities } };
  }
}

function entitiesOfSlots(record: OrderedObject, place: Place): readonly Entity[] {
  const slots = within(place, 'slots');
  return [...objectOf(record.get('slots'), slots)].flatMap(([type, value]) => {
    if (typeof value !== 'string') throw unexpected(within(slots, type), 'a string', value);
    return value
      .split(' | ')
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .map((text) => ({ type, text }));
  });
}

function entitiesOfGold(record: OrderedObject, place: Place): readonly Entity[] {
  const gold = readStructure('ner', record.get('gold'), within(place, 'gold'));
  return gold.task === 'ner' ? gold.entities : [];
}

function checkSlot(name: string, { types }: EntitySchema, location: Location): void {
  if (types.includes(name)) return;
  throw new ProuieError('PROUIE_SLOT_UNKNOWN', `There is no slot "${name}".`, {
    location,
    hint: didYouMean(name, types) ?? `The card has ${types.join(', ')}.`,
  });
}
