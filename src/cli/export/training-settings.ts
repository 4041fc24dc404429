import type { Store } from '../../store/store.ts';

/**
 * What a training node was told: its request where it is driven by one, else its parameters.
 *
 * @returns undefined where the store knows no result of the key
 */
export function trainingSettings(store: Store, key: string): unknown {
  const recipe = store.readRecord(key)?.recipe;
  const request = recipe?.inputs['request'];
  if (typeof request !== 'string' || !store.hasBlob(request)) return recipe?.params;
  try {
    return JSON.parse(store.readBlob(request).toString('utf8'));
  } catch (cause) {
    // A step of another pipeline may call anything a request.
    if (cause instanceof SyntaxError) return recipe?.params;
    throw cause;
  }
}
