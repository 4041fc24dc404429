import { keyOf, type Recipe } from '../../src/identity/key.ts';
import type { ResultRecord, StoredOutput } from '../../src/store/record.ts';
import type { Store } from '../../src/store/store.ts';

export function textOutput(store: Store, text: string): StoredOutput {
  return { kind: 'text', ...store.writeBlob(text) };
}

/** A record under the key of a recipe that differs from others by `name` alone. */
export function recordOf(
  name: string,
  outputs: ResultRecord['outputs'],
  accepted?: ResultRecord['accepted'],
): ResultRecord {
  const recipe: Recipe = { step: 'command', params: { name }, inputs: {}, code: 'c'.repeat(64), tool: '' };
  return {
    schemaVersion: 1,
    key: keyOf(recipe),
    recipe,
    seed: null,
    outputs,
    ...(accepted === undefined ? {} : { accepted }),
  };
}

/** Publishes a result with one text. */
export function publishText(store: Store, name: string, text: string): ResultRecord {
  return store.publish(recordOf(name, { out: textOutput(store, text) }));
}
