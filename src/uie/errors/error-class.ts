/** The classes of wrong items, and the form that each wrong item takes. */
import type { Metric } from '../scorers/profile.ts';
import type { ItemParts } from '../structure-items.ts';

/**
 * By metric, in the order in which they are told. `missing` and `malformed` are gold items that were not found,
 * `spurious` and `not-in-text` answered ones that should not be; every other class is one of each.
 */
export const ERROR_CLASSES = {
  entity: ['type', 'boundary', 'missing', 'spurious', 'not-in-text', 'malformed'],
  relation: ['relation', 'head', 'tail', 'swapped', 'missing', 'spurious', 'not-in-text', 'malformed'],
  trigger: ['type', 'trigger', 'missing', 'spurious', 'not-in-text', 'malformed'],
  argument: ['type', 'role', 'argument-boundary', 'missing', 'spurious', 'not-in-text', 'malformed'],
} as const satisfies Readonly<Record<Metric, readonly string[]>>;

export type ErrorClass = (typeof ERROR_CLASSES)[Metric][number];

/** The classes in which a wrong item of the answer stands for a gold item. */
export type PairClass = Exclude<ErrorClass, 'missing' | 'spurious' | 'not-in-text' | 'malformed'>;

export interface ErrorItem {
  readonly metric: Metric;
  readonly class: ErrorClass;
  /** The gold item that was not found; null of `spurious` and `not-in-text`. White space is squeezed. */
  readonly gold: ItemParts | null;
  /** The item that was answered; null of `missing` and `malformed`. */
  readonly answer: ItemParts | null;
}
