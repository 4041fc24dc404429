/** The decisions of a task over one text. */
import type { Structure } from '../../uie/records.ts';
import type { Walk } from './decision.ts';

export interface Extraction {
  /** Finds the decisions that lead to a gold structure. */
  project(gold: Structure): Projection;
  /** Lets the walk choose; returns the structure it came to. */
  explore(walk: Walk): Structure;
}

export interface Projection {
  /** Entities; relations; events and their arguments. */
  readonly items: number;
  /** Items that no path leads to: not in the text on token borders, inside other mentions, or outside the schema. */
  readonly unprojected: number;
  /** Takes the decisions. */
  follow(walk: Walk): void;
}
