import type { DirectoryWriter, StepContext, StepInput } from '../../step.ts';
import type { TableSchema } from '../../store/arrow-schema.ts';
import { textOf } from '../directory-text.ts';
import type { Checkpoint, CheckpointMetadata } from './checkpoint.ts';

const WEIGHTS = { columns: [{ name: 'weight', type: 'float32' }] } as const satisfies TableSchema;
const ACCUMULATORS = { columns: [{ name: 'accumulator', type: 'float32' }] } as const satisfies TableSchema;

/** The files of a checkpoint: one dense column of weights, what it means, and the optimiser's state. */
export const CHECKPOINT_FILES = {
  weights: 'weights.arrow',
  metadata: 'checkpoint.json',
  optimizer: 'optimizer.arrow',
} as const;

export async function writeCheckpoint(directory: DirectoryWriter, checkpoint: Checkpoint): Promise<void> {
  await directory.writeTable(CHECKPOINT_FILES.weights, WEIGHTS, { weight: checkpoint.weights });
  directory.writeText(CHECKPOINT_FILES.metadata, `${JSON.stringify(checkpoint.metadata, null, 1)}\n`);
  if (checkpoint.accumulators !== undefined) {
    await directory.writeTable(CHECKPOINT_FILES.optimizer, ACCUMULATORS, {
      accumulator: checkpoint.accumulators,
    });
  }
}

/** @param use `generate` leaves the optimiser's state on disk */
export async function readCheckpoint(
  context: Pick<StepContext<unknown>, 'readTable'>,
  input: Pick<StepInput, 'files' | 'bytes'>,
  use: 'train' | 'generate',
): Promise<Checkpoint> {
  const weights = await context.readTable(input.bytes(CHECKPOINT_FILES.weights), WEIGHTS);
  const metadata = JSON.parse(textOf(input, CHECKPOINT_FILES.metadata)) as CheckpointMetadata;
  const withOptimizer = use === 'train' && input.files.includes(CHECKPOINT_FILES.optimizer);
  const optimizer = withOptimizer
    ? await context.readTable(input.bytes(CHECKPOINT_FILES.optimizer), ACCUMULATORS)
    : undefined;
  return {
    weights: weights.columns.weight,
    metadata,
    ...(optimizer === undefined ? {} : { accumulators: optimizer.columns.accumulator }),
  };
}
