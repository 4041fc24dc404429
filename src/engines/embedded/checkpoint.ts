/** What training leaves behind: byte for byte the same for the same rows, options, seed and code on every platform. */
import { ProuieError } from '../../errors.ts';
import type { JsonLayout } from '../../uie/json-layout.ts';
import type { RolePlan } from './role-layers.ts';
import type { SlotNames } from './slots.ts';

/** Raised whenever a feature, a slot name or the place of a weight changes: older weights mean nothing then. */
export const FEATURE_VERSION = 1;

export interface Checkpoint {
  /** 2^bits weights. */
  readonly weights: Float32Array;
  /** As many sums of squared gradients. Training goes on without them too, only with larger first steps. */
  readonly accumulators?: Float32Array | undefined;
  readonly metadata: CheckpointMetadata;
}

/** Plain JSON. */
export interface CheckpointMetadata {
  readonly engine: 'embedded';
  readonly featureVersion: number;
  readonly bits: number;
  /** How the targets seen last were laid out, and so how answers are. */
  readonly layout: JsonLayout;
  readonly slots: SlotNames;
  readonly rolePlans: readonly RolePlan[];
}

/** A checkpoint that has learned nothing. `bits` is a whole number from 8 to 26. */
export function zeroCheckpoint(bits: number): Checkpoint {
  const isSize = Number.isInteger(bits) && bits >= 8 && bits <= 26;
  if (!isSize) {
    throw new ProuieError('PROUIE_EMBEDDED_BITS', `The embedded engine cannot have 2^${bits} weights.`, {
      hint: 'Set `bits` to a whole number from 8 to 26; 22 is usual.',
    });
  }
  return {
    weights: new Float32Array(1 << bits),
    metadata: {
      engine: 'embedded',
      featureVersion: FEATURE_VERSION,
      bits,
      layout: 'spaced',
      slots: { name: [], kind: [], schema: [] },
      rolePlans: [],
    },
  };
}

/** @throws ProuieError PROUIE_EMBEDDED_CHECKPOINT when weights and metadata do not fit this code or each other */
export function checkCheckpoint({ weights, accumulators, metadata }: Checkpoint): void {
  const fail = (message: string): never => {
    throw new ProuieError('PROUIE_EMBEDDED_CHECKPOINT', message, { hint: 'Train it again from the start.' });
  };
  if (metadata.engine !== 'embedded')
    fail(`The checkpoint is of the engine "${metadata.engine}", not "embedded".`);
  if (metadata.featureVersion !== FEATURE_VERSION) {
    fail(
      `The checkpoint has features of version ${metadata.featureVersion}; this code has ${FEATURE_VERSION}.`,
    );
  }
  const size = 1 << metadata.bits;
  if (weights.length !== size) fail(`The checkpoint has ${weights.length} weights instead of ${size}.`);
  if (accumulators !== undefined && accumulators.length !== size) {
    fail(`The checkpoint has ${accumulators.length} accumulators instead of ${size}.`);
  }
}
