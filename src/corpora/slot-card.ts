/** Cards of slot evaluations (Figure 3): what a query is asked for. They are no data sets, and nothing is trained on them. */
import { z } from 'zod';
import { parseCheckedYaml } from '../checked-yaml.ts';
import { ProuieError } from '../errors.ts';

export interface Slot {
  /** As the prompt shows it. */
  readonly name: string;
  readonly definition: string;
}

export interface SlotCard {
  /** Names nodes, and the data set in predictions. */
  readonly id: string;
  readonly name: string;
  /** In prompt order. */
  readonly slots: readonly Slot[];
  /** The file of queries, relative to the data folder. */
  readonly file: string;
  readonly remarks: readonly string[];
}

/** @throws ProuieError PROUIE_YAML, PROUIE_INVALID with file, line and column */
export function parseSlotCard(text: string, file: string): SlotCard {
  const name = z.string().min(1);
  const slot = z.strictObject({
    name: name.regex(
      /^(?!\s)(?!.*(, |\s\s|\s$)).*$/,
      'expected a name without ", " and without needless blanks',
    ),
    definition: name,
  });
  const schema = z.strictObject({
    id: name.regex(/^[\w.-]+$/, 'expected letters, digits, _, - and . only'),
    name,
    slots: z.array(slot).min(1),
    file: name,
    remarks: z.array(name).default([]),
  });
  const { value, locate } = parseCheckedYaml(text, file, schema, 'slot card');
  for (const [index, { name: slotName }] of value.slots.entries()) {
    if (value.slots.findIndex((other) => other.name === slotName) === index) continue;
    throw new ProuieError('PROUIE_INVALID', `The slot "${slotName}" stands twice.`, {
      location: locate(['slots', index, 'name']),
    });
  }
  return value;
}
