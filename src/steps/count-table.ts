import type { TableSchema } from '../store/arrow-schema.ts';

/** The counts of every example: one row a scorer profile, metric and example, in this order. */
export const COUNT_COLUMNS = {
  columns: [
    { name: 'profile', type: 'dictionary' },
    { name: 'metric', type: 'dictionary' },
    { name: 'id', type: 'dictionary' },
    { name: 'tp', type: 'int32' },
    { name: 'fp', type: 'int32' },
    { name: 'fn', type: 'int32' },
  ],
} as const satisfies TableSchema;
