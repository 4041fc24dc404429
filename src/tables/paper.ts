import type { AuditItem } from './audit.ts';
import type { CellMap } from './cell-map.ts';
import type { Published } from './published.ts';
import type { Tolerance } from './tolerances.ts';

/** What is known of the paper: the files of `papers/prouie/`. */
export interface Paper {
  readonly published: Published;
  readonly tolerances: readonly Tolerance[];
  readonly cells: CellMap;
  readonly audit: readonly AuditItem[];
}
