import { Store } from '../../src/store/store.ts';
import { publishText } from './results.ts';

/** A process that publishes its own result of each of 40 keys. */
const [root, who] = process.argv.slice(2);
const store = new Store(root!);
for (let index = 0; index < 40; index++) publishText(store, `key ${index}`, `${who} ${index}`);
