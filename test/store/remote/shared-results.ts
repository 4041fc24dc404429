import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputKind } from '../../../src/graph/node.ts';
import type { ResultRecord } from '../../../src/store/record.ts';
import type { WantedResult } from '../../../src/store/remote/arrival.ts';
import { Line } from '../../../src/store/remote/line.ts';
import type { Remote } from '../../../src/store/remote/remote.ts';
import type { Store } from '../../../src/store/store.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { recordOf, textOutput } from '../results.ts';

/** A line that is never interrupted. */
export function lineTo(remote: Remote, seconds = 30): Line {
  return new Line(remote, { seconds, signal: new AbortController().signal });
}

/** What its node would ask for it by. */
export function wantedOf({ key, outputs }: ResultRecord): WantedResult {
  const kinds = Object.entries(outputs).map(([name, { kind }]): [string, OutputKind] => [name, kind]);
  return { key, outputs: Object.fromEntries(kinds) };
}

/** Publishes a result with a text and a folder of files, of which one is empty and one has `bytes` random bytes. */
export function publishModel(store: Store, name: string, bytes = 100): ResultRecord {
  const folder = join(temporaryFolder(), 'model');
  const files = { 'weights.bin': randomBytes(bytes), 'notes/readme.txt': `about ${name}`, empty: '' };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return store.publish(
    recordOf(name, { model: store.adoptDirectory(folder), log: textOutput(store, `log of ${name}`) }),
  );
}
