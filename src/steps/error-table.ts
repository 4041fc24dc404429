import type { TableInput, TableSchema } from '../store/arrow-schema.ts';
import type { Answer } from '../uie/answers.ts';
import { classifyErrors } from '../uie/errors/classify.ts';
import type { ItemParts } from '../uie/structure-items.ts';

/** The wrong items of every example: one row an item, or a pair of which one stands for the other. */
export const ERROR_COLUMNS = {
  columns: [
    { name: 'metric', type: 'dictionary' },
    { name: 'id', type: 'dictionary' },
    { name: 'class', type: 'dictionary' },
    /** The parts of the gold item that was not found, as a JSON list; null where there is none. */
    { name: 'gold', type: 'utf8', nullable: true },
    /** The parts of the item that was answered, in the same form. */
    { name: 'answer', type: 'utf8', nullable: true },
  ],
} as const satisfies TableSchema;

/** In the order of the answers. */
export function errorColumns(answers: readonly Answer[]): TableInput<typeof ERROR_COLUMNS> {
  const rows = answers.flatMap((answer) =>
    classifyErrors(answer).map((error) => ({ id: answer.example.id, ...error })),
  );
  return {
    metric: rows.map(({ metric }) => metric),
    id: rows.map(({ id }) => id),
    class: rows.map((row) => row.class),
    gold: rows.map(({ gold }) => partsText(gold)),
    answer: rows.map(({ answer }) => partsText(answer)),
  };
}

function partsText(parts: ItemParts | null): string | null {
  return parts === null ? null : JSON.stringify(parts);
}
