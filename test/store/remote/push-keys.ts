import { sendResult } from '../../../src/store/remote/delivery.ts';
import { DirectoryRemote } from '../../../src/store/remote/directory.ts';
import { Line } from '../../../src/store/remote/line.ts';
import { Store } from '../../../src/store/store.ts';
import { publishText } from '../results.ts';

/** A process that pushes its own result of each of 40 keys, and prints how often each of the outcomes was. */
const [folder, root, who] = process.argv.slice(2);
const store = new Store(root!);
store.prepare();
const line = new Line(await DirectoryRemote.open(folder!), {
  seconds: 60,
  signal: new AbortController().signal,
});
const states: { [state: string]: number } = {};
await Promise.all(
  Array.from({ length: 40 }, async (_, index) => {
    const { state } = await sendResult(line, store, publishText(store, `key ${index}`, `${who} ${index}`));
    states[state] = (states[state] ?? 0) + 1;
  }),
);
process.stdout.write(JSON.stringify(states));
