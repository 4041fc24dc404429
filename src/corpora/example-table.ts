import type { TableSchema } from '../store/arrow-schema.ts';

/** Examples of one data set as an Arrow table, in file order; `schema` and `gold` are JSON. */
export const EXAMPLE_COLUMNS = {
  columns: [
    { name: 'id', type: 'utf8' },
    { name: 'split', type: 'dictionary' },
    { name: 'text', type: 'utf8' },
    { name: 'schema', type: 'dictionary' },
    { name: 'gold', type: 'utf8' },
  ],
} as const satisfies TableSchema;
