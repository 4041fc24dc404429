/**
 * What steps of one's own import as `prouie/data`: the columns of the tables that the recipe's nodes leave, and readers
 * of examples.
 */
export { evaluationSample } from '../corpora/evaluation-sample.ts';
export { EXAMPLE_COLUMNS } from '../corpora/example-table.ts';
export { COUNT_COLUMNS } from './count-table.ts';
export { type ExampleSource, openExamples } from './example-reader.ts';
export { METRIC_COLUMNS } from './metric-table.ts';
export { PREDICTION_COLUMNS } from './prediction-table.ts';
