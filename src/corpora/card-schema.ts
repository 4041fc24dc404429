import { z } from 'zod';
import { SPLITS, TASKS } from '../uie/records.ts';

/** A card as its YAML file says it: `labels` for entities and relations, `events` for events. */
export const cardSchema = /* @__PURE__ */ buildSchema();

export type CardFile = z.output<typeof cardSchema>;

function buildSchema() {
  const name = z.string().min(1);
  const count = z.int().nonnegative();
  const split = z.enum(SPLITS);
  const layout = z.strictObject({
    format: name,
    files: z.partialRecord(split, z.array(name).min(1)),
    options: z.record(z.string(), z.json()).default({}),
    holdOut: z.partialRecord(split, z.strictObject({ from: split, last: z.int().positive() })).default({}),
  });
  return z.strictObject({
    id: z
      .string()
      .regex(/^(?!\.+$)[\w.-]+$/, 'expected letters, digits, _, - and . only, and not dots alone'),
    name,
    resultName: name,
    row: z.int().positive(),
    task: z.enum(TASKS),
    domain: z.enum(['in', 'out']),
    labels: z.array(name).min(1).optional(),
    events: z
      .array(z.strictObject({ type: name, roles: z.array(name) }))
      .min(1)
      .optional(),
    published: z.strictObject({
      labels: count,
      roles: count.nullable(),
      train: count.nullable(),
      val: count,
      test: count,
    }),
    trainedOn: count.nullable(),
    emptyRows: z.enum(['keep', 'drop']),
    labelMap: z.record(z.string(), z.string()),
    source: name,
    licence: name,
    layouts: z.array(layout),
    remarks: z.array(name),
  });
}
