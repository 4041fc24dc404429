import type { Json } from '../json.ts';
import { rolesOfSchema } from '../uie/event-roles.ts';
import type { Schema, Split } from '../uie/records.ts';

/** What Table 8 prints of a data set, and what was mended or dropped while it was read. */
export function statisticsOf(
  schema: Schema,
  counts: Readonly<Record<Split, number>>,
  repairs: { readonly [repair: string]: number },
): Json {
  return {
    labels: schema.types.length,
    roles: schema.task === 'ee' ? rolesOfSchema(schema).length : null,
    train: counts.train,
    val: counts.val,
    test: counts.test,
    repairs,
  };
}
