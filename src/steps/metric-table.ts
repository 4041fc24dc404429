import type { TableSchema } from '../store/arrow-schema.ts';

/** The metrics of one data set: one row a scorer profile and metric. */
export const METRIC_COLUMNS = {
  columns: [
    { name: 'profile', type: 'dictionary' },
    { name: 'metric', type: 'dictionary' },
    { name: 'examples', type: 'int32' },
    { name: 'malformed', type: 'int32' },
    { name: 'tp', type: 'int32' },
    { name: 'fp', type: 'int32' },
    { name: 'fn', type: 'int32' },
    { name: 'precision', type: 'float64' },
    { name: 'recall', type: 'float64' },
    { name: 'f1', type: 'float64' },
  ],
} as const satisfies TableSchema;
