import type { TableSchema } from '../store/arrow-schema.ts';

/** Generated strings of one data set, as they came out of the model. */
export const PREDICTION_COLUMNS = {
  columns: [
    { name: 'id', type: 'utf8' },
    { name: 'output', type: 'utf8' },
  ],
} as const satisfies TableSchema;
