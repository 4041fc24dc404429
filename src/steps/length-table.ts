import type { TableSchema } from '../store/arrow-schema.ts';

/** How many tokens each generated string has. */
export const LENGTH_COLUMNS = {
  columns: [
    { name: 'dataset', type: 'dictionary' },
    { name: 'id', type: 'utf8' },
    { name: 'tokens', type: 'int32' },
  ],
} as const satisfies TableSchema;
