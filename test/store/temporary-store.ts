import { join } from 'node:path';
import { Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A store in a folder that is removed when the test ends. */
export function temporaryStore(): Store {
  const store = new Store(join(temporaryFolder(), 'store'));
  store.prepare();
  return store;
}
