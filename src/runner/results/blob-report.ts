import { statSync } from 'node:fs';
import type { Store } from '../../store/store.ts';
import type { StoredState } from '../plan/stored-states.ts';

/** Some content with the outputs that hold it. */
export interface BlobReport {
  readonly schemaVersion: 1;
  readonly blob: string;
  readonly size: number;
  readonly path: string;
  readonly nodes: readonly BlobOwner[];
}

export interface BlobOwner {
  readonly pipeline: string;
  readonly profile: string;
  readonly node: string;
  readonly output: string;
  /** Inside an output that is a directory. */
  readonly file: string | null;
}

export function reportBlob(store: Store, digest: string, states: readonly StoredState[]): BlobReport {
  const path = store.blobPath(digest);
  const nodes = states.flatMap(({ pipeline, profile, state }) =>
    state.nodes.flatMap(({ name: node, outputs }) =>
      Object.entries(outputs).flatMap(([output, stored]): BlobOwner[] => {
        const owner = { pipeline, profile, node, output };
        const inside = stored.files?.filter((entry) => entry[1] === digest) ?? [];
        return [
          ...(stored.digest === digest ? [{ ...owner, file: null }] : []),
          ...inside.map(([file]) => ({ ...owner, file })),
        ];
      }),
    ),
  );
  return { schemaVersion: 1, blob: digest, size: statSync(path).size, path, nodes };
}
