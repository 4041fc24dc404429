import { isProuieError, type ProuieError } from '../src/errors.ts';

/** The expected failure that an action ends in; other errors pass through, and none is a bug of the test. */
export function failureOf(action: () => unknown): ProuieError {
  try {
    action();
  } catch (error) {
    if (isProuieError(error)) return error;
    throw error;
  }
  throw new Error('The action was expected to fail, and did not.');
}

export async function failureOfAsync(action: () => Promise<unknown>): Promise<ProuieError> {
  try {
    await action();
  } catch (error) {
    if (isProuieError(error)) return error;
    throw error;
  }
  throw new Error('The action was expected to fail, and did not.');
}
