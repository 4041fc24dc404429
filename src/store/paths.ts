import { join } from 'node:path';
import type { Digest, Key } from '../identity/digest.ts';

/** Where things lie in a store. The layout is part of the contract: other programs read it. */
export const storePaths = {
  blob: (root: string, digest: Digest | string): string =>
    join(root, 'blobs', digest.slice(0, 2), digest.slice(2)),
  record: (root: string, key: Key | string): string =>
    join(root, 'records', key.slice(0, 2), `${key.slice(2)}.json`),
  nodes: (root: string, pipeline: string, profile: string): string =>
    join(root, 'nodes', pipeline, `${profile}.json`),
  run: (root: string, run: string): string => join(root, 'runs', `${run}.json`),
  /** All nodes as a run left them. */
  runNodes: (root: string, run: string): string => join(root, 'runs', `${run}.nodes.gz`),
  /** What a run in the background printed. */
  runLog: (root: string, run: string): string => join(root, 'runs', `${run}.log`),
  /** That a run was asked to end, and how. */
  endRequest: (root: string, run: string): string => join(root, 'runs', `${run}.cancel`),
  events: (root: string, run: string): string => join(root, 'events', `${run}.jsonl`),
  work: (root: string, key: Key | string): string => join(root, 'work', key),
  /** What attempts at a key hand on to the next one, for as long as none succeeded. */
  checkpoints: (root: string, key: Key | string): string => join(root, 'work', key, 'checkpoints'),
  /** What the shards of a node left, each in a folder by its number: of as many shards as it is split into. */
  shards: (root: string, key: Key | string, count: number): string =>
    join(root, 'work', key, 'checkpoints', `shards-${count}`),
  /** A job that was submitted to a cluster. */
  job: (root: string, name: string): string => join(root, 'jobs', name),
  attempt: (root: string, key: Key | string, attempt: number): string =>
    join(root, 'work', key, String(attempt)),
  code: (root: string, digest: string): string => join(root, 'code', `${digest}.json`),
  cache: (root: string, name: string): string => join(root, 'cache', name),
  temporary: (root: string): string => join(root, 'temporary'),
  setAside: (root: string): string => join(root, 'set-aside'),
} as const;
