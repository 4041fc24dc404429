import type { RecordBatch } from 'apache-arrow';
import { isProuieError } from '../../errors.ts';
import type { FileHead, Format, RawSentence } from '../format.ts';
import {
  featuresOfMetadata,
  HF_FIELDS,
  type HfOptions,
  type HfReader,
  hfReader,
  readHfOptions,
  splitHfSources,
} from '../hf-rows.ts';
import { malformed } from '../malformed.ts';
import type { Source } from '../source.ts';

const NAME = 'hf-arrow';

/**
 * What `save_to_disk` of Hugging Face `datasets` writes, and any Arrow stream or file: names of class labels come from its
 * schema, or from the `dataset_info.json` that lies beside it, when that is among the split's files. Streams are read batch
 * by batch; an Arrow file is read whole.
 */
export const format: Format = {
  name: NAME,
  describe:
    'Arrow of Hugging Face datasets (save_to_disk): tokens and ner_tags, or text with entities, relations or events; options: columns, scheme, names',
  sample:
    'A binary file that begins with FF FF FF FF, or with ARROW1; dataset_info.json may be given beside it.\n',
  binary: true,
  tasks: ['ner', 're', 'ee'],
  fields: HF_FIELDS,
  recognise,
  async *read(sources, options) {
    const settings = readHfOptions(NAME, options);
    const { tables, features } = await splitHfSources(sources);
    for (const source of tables) yield* readRows(source, features, settings);
  },
};

/** A stream begins with the mark of a message, a file with a name of its own and two zeros. */
function recognise({ bytes }: FileHead): boolean {
  return BEGINNINGS.some((beginning) => beginning.every((byte, at) => bytes[at] === byte));
}

const BEGINNINGS = [
  [0xff, 0xff, 0xff, 0xff],
  [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0],
] as const;

async function* readRows(
  source: Source,
  features: Readonly<Record<string, unknown>> | undefined,
  options: HfOptions,
): AsyncGenerator<RawSentence> {
  const file = source.path;
  if (source.bytes === undefined) throw malformed('Arrow is read from files alone.', { file });
  const { RecordBatchReader } = await import('apache-arrow');
  let row = 0;
  try {
    const end = { last: new Uint8Array(0) };
    const batches = await RecordBatchReader.from(keepEnd(source.bytes(), end));
    await batches.open();
    const { fields, metadata } = batches.schema;
    const written = metadata.get('huggingface');
    const own = written === undefined ? undefined : featuresOfMetadata(written, file);
    const reader = hfReader(
      file,
      fields.map(({ name }) => name),
      features ?? own,
      options,
    );
    for await (const batch of batches) {
      yield* sentences(batch, reader, row);
      row += batch.numRows;
    }
    // A stream that breaks off between two batches is read without an error.
    if (!isWhole(end.last)) throw new Error('it breaks off, or something follows its end');
  } catch (cause) {
    throw isProuieError(cause) ? cause : unreadable(file, row, cause);
  }
}

/** What ends a stream; what ends a file. */
const ENDS = [
  [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
  [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31],
] as const;

function isWhole(last: Uint8Array): boolean {
  return ENDS.some((end) => end.every((byte, at) => last.at(at - end.length) === byte));
}

/** The same bytes; `end.last` has the last few of those that were given. */
async function* keepEnd(
  chunks: AsyncIterable<Uint8Array>,
  end: { last: Uint8Array },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const short = chunk.length < 8 ? [...end.last, ...chunk] : chunk;
    end.last = Uint8Array.from(short.slice(-8));
    yield chunk;
  }
}

function* sentences(batch: RecordBatch, reader: HfReader, before: number): Generator<RawSentence> {
  const columns = reader.columns.map((name) => [name, batch.getChild(name)] as const);
  for (let index = 0; index < batch.numRows; index++) {
    const values = columns.map(([name, column]) => [name, plain(column?.get(index))] as const);
    yield reader.sentence(Object.fromEntries(values), before + index + 1);
  }
}

/** Arrow's lists and structures as arrays and objects. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const json = 'toJSON' in value && typeof value.toJSON === 'function' ? value.toJSON() : value;
  if (Array.isArray(json)) return json.map(plain);
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, plain(item)]));
}

function unreadable(file: string, row: number, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `Expected an Arrow stream or file, but it cannot be read behind row ${row}: ${reason}`;
  return malformed(message, { file }, undefined, cause);
}
