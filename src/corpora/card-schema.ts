import { z } from 'zod';
import { SPLITS, TASKS } from '../uie/records.ts';

const name = /* @__PURE__ */ z.string().min(1);
const count = /* @__PURE__ */ z.int().nonnegative();
const bySplit = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(SPLITS), value);

const layout = /* @__PURE__ */ z.strictObject({
  format: name,
  files: bySplit(z.array(name).min(1)),
  options: z.record(z.string(), z.json()).default({}),
  holdOut: bySplit(z.strictObject({ from: z.enum(SPLITS), last: z.int().positive() })).default({}),
});

/** A card as its YAML file says it: `labels` for entities and relations, `events` for events. */
export const cardSchema = /* @__PURE__ */ z.strictObject({
  id: z.string().regex(/^[\w.-]+$/, 'expected letters, digits, _, - and . only'),
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

export type CardFile = z.output<typeof cardSchema>;
