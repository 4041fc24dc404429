/** One record of a JSONL file, found by its id without keeping the others. */
import { type Location, ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { objectOf, recordAt, textOf } from '../uie/json-fields.ts';
import type { OrderedJson } from '../uie/ordered-json.ts';
import type { Io } from './io.ts';
import { readJsonLines } from './json-lines.ts';

export interface FoundRecord {
  readonly value: OrderedJson;
  readonly location: Location;
}

/** A record, or the ids that there are where none has the id that was asked for. */
export type RecordSearch =
  | { readonly found: FoundRecord }
  | { readonly found: undefined; readonly ids: readonly string[] };

/**
 * The first record with this `id`; the file is read no further.
 *
 * @param file standard input where it is `-`
 * @throws ProuieError as `readJsonLines` does, and PROUIE_RECORD for a line before it without an `id`
 */
export async function findRecord(file: string, io: Io, id: string): Promise<RecordSearch> {
  const ids: string[] = [];
  for await (const lines of readJsonLines(file, io)) {
    for (const { value, location } of lines) {
      const place = recordAt(location);
      const found = textOf(objectOf(value, place), 'id', place);
      if (found === id) return { found: { value, location } };
      ids.push(found);
    }
  }
  return { found: undefined, ids };
}

/** The error for an id that no example has, with the nearest one that there is. */
export function noSuchExample(id: string, ids: readonly string[], file: string): ProuieError {
  const most = Math.ceil(id.length / 3);
  const near = ids.filter((other) => Math.abs(other.length - id.length) <= most);
  const known =
    ids.length === 0
      ? 'There are no examples.'
      : `There are ${ids.length} examples; the first is "${ids[0]}".`;
  return new ProuieError('PROUIE_UNKNOWN_ID', `No example has the id "${id}".`, {
    location: { file },
    hint: didYouMean(id, near) ?? known,
  });
}
