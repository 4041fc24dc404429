import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoint } from '../../../src/engines/embedded/checkpoint.ts';
import { writeCheckpoint } from '../../../src/engines/embedded/checkpoint-files.ts';
import { writeTable } from '../../../src/store/arrow-writer.ts';
import { inventRows } from '../../engines/embedded/invented-rows.ts';
import { trainOn } from '../../engines/embedded/trained.ts';

/** The schema of `trainedCheckpoint`'s entities, relations and events as they stand in a record. */
export const SCHEMAS = {
  ner: { types: ['person', 'town', 'vessel'] },
  re: { types: ['lives in', 'born in'] },
  ee: { types: { 'adverse event': ['Subject', 'Effect'], therapy: [] } },
} as const;

/** A small checkpoint that knows a few invented sentences of every task. */
export async function trainedCheckpoint(): Promise<Checkpoint> {
  return trainOn((['ner', 're', 'ee'] as const).flatMap((task) => inventRows(task, 40, 1)));
}

/** Writes the files of a checkpoint into a new folder. */
export async function writeCheckpointFolder(folder: string, checkpoint: Checkpoint): Promise<void> {
  mkdirSync(folder);
  await writeCheckpoint(
    {
      path: folder,
      writeText: (path, text) => writeFileSync(join(folder, path), text),
      writeBytes: (path, bytes) => writeFileSync(join(folder, path), bytes),
      writeTable: async (path, schema, columns) =>
        writeFileSync(join(folder, path), writeTable(schema, columns)),
    },
    checkpoint,
  );
}
