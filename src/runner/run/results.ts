import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOfFile } from '../../identity/digest.ts';
import { sameStamp, stampOf } from '../../identity/file-memory.ts';
import { replaceFile } from '../../store/files.ts';
import type { PlannedNode } from '../plan/planned-node.ts';
import type { Session } from '../plan/session.ts';
import type { PipelineState } from '../plan/state.ts';
import type { Listener } from './events.ts';

/**
 * Lays copies of outputs under `results/<profile>/`, as nodes ask. A file that is as it was left is not read; one
 * that was edited or deleted is restored, and said so.
 */
export function writeResults(
  session: Session,
  planned: readonly (PlannedNode | undefined)[],
  listen: Listener,
): PipelineState['results'] {
  const { workspace, graph, state } = session;
  const results: { [path: string]: readonly [string, NonNullable<ReturnType<typeof stampOf>>] } = {
    ...state.results,
  };
  graph.nodes.forEach((node, index) => {
    const outputs = planned[index]?.outputs;
    if (node.results === undefined || outputs === undefined) return;
    for (const [name, output] of Object.entries(node.results)) {
      const file = join('results', workspace.profile, name);
      const path = join(workspace.folder, file);
      const digest = outputs[output]!.digest;
      const before = state.results[file];
      const stamp = stampOf(path);
      if (before?.[0] === digest && sameStamp(before[1], stamp)) continue;
      if (stamp === undefined || digestOfFile(path) !== digest) {
        replaceFile(path, readFileSync(workspace.store.blobPath(digest)));
        listen({ type: 'result', file, what: before?.[0] === digest ? 'restored' : 'written' });
      }
      results[file] = [digest, stampOf(path)!];
    }
  });
  return results;
}
