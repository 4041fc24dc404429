import type { StoredOutput } from '../store/record.ts';

/** A node with what it left. */
export interface CatalogNode {
  readonly pipeline: string;
  readonly profile: string;
  readonly name: string;
  readonly step: string;
  readonly status: string;
  readonly key: string;
  /**
   * What the results are about (`variant`, `seed`, `dataset` …). `relation` names the relations that the node's
   * tables feed, separated by blanks.
   */
  readonly tags: { readonly [tag: string]: string | number };
  readonly outputs: { readonly [output: string]: StoredOutput };
  readonly failure?: string | undefined;
  readonly absent?: string | undefined;
}

/** Whether tables of a node feed a relation. */
export function feedsRelation({ tags }: Pick<CatalogNode, 'tags'>, relation: string): boolean {
  return String(tags['relation'] ?? '')
    .split(' ')
    .includes(relation);
}

/** The attempt that a result was made by. */
export interface CatalogAttempt {
  readonly attempt: number;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly seconds: number;
  readonly host: string;
}

/** A run; what is not known of one that was cut off is null. */
export interface CatalogRun {
  readonly run: string;
  readonly pipeline: string;
  readonly profile: string;
  readonly started: string;
  readonly ended: string | null;
  readonly seconds: number | null;
  readonly ran: number | null;
  readonly fresh: number | null;
  readonly failed: number | null;
  readonly skipped: number | null;
  readonly commit: string | null;
  readonly uncommitted: string | null;
  readonly host: string;
}

/** What the catalogue is made from. */
export interface CatalogSource {
  /** In the order of the pipeline; rows of relations come in this order. */
  nodes(): readonly CatalogNode[];
  /** Oldest first. */
  runs(): readonly CatalogRun[];
  /** What happened in a run, each event as JSON; none where that is no longer known. */
  events(run: string): readonly string[];
  /** @returns undefined where no attempt of this key is on record */
  attempt(key: string): CatalogAttempt | undefined;
  /** @returns undefined where the content is gone */
  readBlob(digest: string): Uint8Array | undefined;
}
