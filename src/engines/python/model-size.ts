import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProuieError } from '../../errors.ts';

/** How large a model's weights are. */
export interface ModelSize {
  /** Values of all tensors. */
  readonly parameters: number;
  /** Bytes of these as they lie on the disk. */
  readonly bytes: number;
  /** Values that an adapter of rank 1 has beside every linear layer but the output: rows plus columns. */
  readonly adapterParameters: number;
}

/** What a header says of each tensor; `__metadata__` has neither. */
const headerSchema = /* @__PURE__ */ (() =>
  z.record(
    z.string(),
    z.object({
      shape: z.array(z.number()).optional(),
      data_offsets: z.tuple([z.number(), z.number()]).optional(),
    }),
  ))();

/** A header beyond this is none. */
const LONGEST_HEADER = 100_000_000;

/**
 * Reads sizes from the headers of safetensors files: eight bytes with the header's length, then the header as JSON
 * (https://github.com/huggingface/safetensors, README, section Format). No weights are read.
 *
 * @throws ProuieError PROUIE_MODEL_FILES where there are none, or one has no header
 */
export function readModelSize(folder: string): ModelSize {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => /^model.*\.safetensors$/.test(name))
    : [];
  if (names.length === 0)
    throw new ProuieError('PROUIE_MODEL_FILES', `There are no weights in ${folder}.`, {
      hint: 'The start of a run is a folder that transformers can load, with weights as safetensors.',
      location: { file: folder },
    });
  const tensors = names.flatMap((name) => Object.entries(readHeader(join(folder, name))));
  let [parameters, bytes, adapterParameters] = [0, 0, 0];
  for (const [name, { shape = [], data_offsets: [begin, end] = [0, 0] }] of tensors) {
    if (name === '__metadata__') continue;
    parameters += shape.reduce((product, side) => product * side, 1);
    bytes += end - begin;
    if (shape.length === 2 && !/embed|lm_head/.test(name)) adapterParameters += shape[0]! + shape[1]!;
  }
  return { parameters, bytes, adapterParameters };
}

function readHeader(path: string): z.output<typeof headerSchema> {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(8);
    const length = readSync(file, start, 0, 8, 0) === 8 ? Number(start.readBigUInt64LE()) : 0;
    if (length === 0 || length > LONGEST_HEADER) throw new RangeError(`a header of ${length} bytes`);
    const header = Buffer.alloc(length);
    readSync(file, header, 0, length, 8);
    return headerSchema.parse(JSON.parse(header.toString('utf8')));
  } catch (cause) {
    throw new ProuieError('PROUIE_MODEL_FILES', `${path} is no safetensors file.`, {
      hint: 'It may have been cut off while it was copied; fetch it again.',
      location: { file: path },
      cause,
    });
  } finally {
    closeSync(file);
  }
}
