import type { TableSchema } from '../store/arrow-schema.ts';

/** ExactAcc of one model: one row a slot. */
export const SLOT_COLUMNS = {
  columns: [
    { name: 'slot', type: 'utf8' },
    { name: 'queries', type: 'int32' },
    /** Queries whose gold value is not empty, and those of them that are exact. */
    { name: 'filled', type: 'int32' },
    { name: 'exact_filled', type: 'int32' },
    { name: 'exact', type: 'int32' },
    { name: 'malformed', type: 'int32' },
    /** Percent of all queries. */
    { name: 'accuracy', type: 'float64' },
  ],
} as const satisfies TableSchema;
