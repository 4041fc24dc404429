import type { OutputKind } from '../graph/node.ts';
import type { Recipe } from '../identity/key.ts';
import type { Json } from '../json.ts';

/** A file of a directory: path inside it, digest, permission bits. */
export type DirectoryEntry = readonly [path: string, digest: string, mode: number, size: number];

/** One output: for a directory the digest of its list of files. */
export interface StoredOutput {
  readonly kind: OutputKind;
  readonly digest: string;
  readonly size: number;
  readonly files?: readonly DirectoryEntry[];
}

/** The result of one key. Holds no name of a node, no time and no host: equal work gives equal records. */
export interface ResultRecord {
  readonly schemaVersion: 1;
  readonly key: string;
  readonly recipe: Recipe;
  readonly seed: Json;
  readonly outputs: { readonly [output: string]: StoredOutput };
  /** Set when somebody declared an older result valid for this key. */
  readonly accepted?: { readonly from: string; readonly because: string };
}

export const RECORD_VERSION = 1;
