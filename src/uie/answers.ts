/** Examples and predictions brought together by id, each answer decoded once for all profiles. */
import { type Location, ProuieError } from '../errors.ts';
import { type Decoded, decodeOutput } from './decode.ts';
import { recordAt, within } from './json-fields.ts';
import type { Example, Prediction } from './records.ts';
import { readStructure, squeezeStructure } from './structure-json.ts';

/** An example with what a system answered. */
export interface Answer {
  readonly example: Example;
  /** The raw generated string. */
  readonly output: string;
  /** Its decoded form; the structure is empty when it is malformed. */
  readonly decoded: Decoded;
}

/** How examples and predictions are brought together. */
export interface MatchOptions {
  /** What an example without a prediction is: an error (the default), or an empty answer. */
  readonly missing?: 'error' | 'empty' | undefined;
  /** Where an example or a prediction stands, for errors. */
  readonly locateExample?: ((index: number) => Location) | undefined;
  /** As `locateExample`. */
  readonly locatePrediction?: ((index: number) => Location) | undefined;
}

/** The output that `missing: 'empty'` puts where there is none. */
const EMPTY_ANSWER = '{}';

/**
 * One answer for every example, in the order of the examples. Structures are taken as they are, white space squeezed.
 *
 * @throws ProuieError PROUIE_REPEATED_ID, PROUIE_UNKNOWN_ID (no such example), PROUIE_MISSING_PREDICTION;
 *   PROUIE_RECORD for a structure that does not fit the example's task
 */
export function matchPredictions(
  examples: readonly Example[],
  predictions: readonly Prediction[],
  options: MatchOptions = {},
): readonly Answer[] {
  const exampleOfId = indexById(examples, options.locateExample);
  const predictionOfId = indexById(predictions, options.locatePrediction);
  for (const [index, { id }] of predictions.entries()) {
    if (exampleOfId.has(id)) continue;
    throw new ProuieError('PROUIE_UNKNOWN_ID', `The prediction "${id}" belongs to no example.`, {
      location: options.locatePrediction?.(index),
      hint: 'Predictions and examples must be of the same data; ids are compared as they are.',
    });
  }
  return examples.map((example, index) => {
    const found = predictionOfId.get(example.id);
    if (found === undefined && options.missing !== 'empty') {
      throw new ProuieError('PROUIE_MISSING_PREDICTION', `The example "${example.id}" has no prediction.`, {
        location: options.locateExample?.(index),
        hint: 'With `--missing empty` such examples are scored as empty answers.',
      });
    }
    if (found === undefined) return answerTo(example, { id: example.id, output: EMPTY_ANSWER }, undefined);
    return answerTo(example, predictions[found]!, options.locatePrediction?.(found));
  });
}

function answerTo(
  example: Example,
  { output, structure }: Prediction,
  location: Location | undefined,
): Answer {
  if (structure === undefined) return { example, output, decoded: decodeOutput(output, example) };
  const given = readStructure(example.task, structure, within(recordAt(location), 'structure'));
  return { example, output, decoded: { structure: squeezeStructure(given), malformed: false, repairs: [] } };
}

function indexById(
  records: readonly { readonly id: string }[],
  locate: ((index: number) => Location) | undefined,
): ReadonlyMap<string, number> {
  const indices = new Map<string, number>();
  for (const [index, { id }] of records.entries()) {
    const first = indices.get(id);
    if (first !== undefined) {
      const line = locate?.(first).line;
      const before = line === undefined ? 'before' : `on line ${line}`;
      throw new ProuieError('PROUIE_REPEATED_ID', `The id "${id}" stands ${before} already.`, {
        location: locate?.(index),
        hint: 'An id names one record of a file.',
      });
    }
    indices.set(id, index);
  }
  return indices;
}
