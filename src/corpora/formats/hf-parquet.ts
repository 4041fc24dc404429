import type { DuckDBConnection } from '@duckdb/node-api';
import { isProuieError } from '../../errors.ts';
import type { Format, RawSentence } from '../format.ts';
import {
  featuresOfMetadata,
  HF_FIELDS,
  type HfOptions,
  hfReader,
  readHfOptions,
  splitHfSources,
} from '../hf-rows.ts';
import { malformed } from '../malformed.ts';
import type { Source } from '../source.ts';

const NAME = 'hf-parquet';
/** `PAR1` */
const MAGIC = [0x50, 0x41, 0x52, 0x31] as const;

/**
 * What `to_parquet` of Hugging Face `datasets` writes, and the files of its hub: names of class labels come from the file,
 * or from a `dataset_info.json` among the split's files. Rows are streamed; columns that nothing is read from are not read.
 */
export const format: Format = {
  name: NAME,
  describe:
    'Parquet of Hugging Face datasets: tokens and ner_tags, or text with entities, relations or events; options: columns, scheme, names',
  sample: 'A binary file that begins with PAR1; dataset_info.json may be given beside it.\n',
  binary: true,
  tasks: ['ner', 're', 'ee'],
  fields: HF_FIELDS,
  recognise: ({ bytes }) => MAGIC.every((byte, at) => bytes[at] === byte),
  async *read(sources, options) {
    const settings = readHfOptions(NAME, options);
    const { tables, features } = await splitHfSources(sources);
    const { DuckDBInstance } = await import('@duckdb/node-api');
    // One thread keeps the rows in order and little in memory; what is needed is built in, so nothing is fetched.
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      autoinstall_known_extensions: 'false',
    });
    const connection = await instance.connect();
    try {
      for (const source of tables) yield* readRows(connection, source, features, settings);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  },
};

async function* readRows(
  connection: DuckDBConnection,
  source: Source,
  features: Readonly<Record<string, unknown>> | undefined,
  options: HfOptions,
): AsyncGenerator<RawSentence> {
  const path = source.path;
  if (source.file === undefined) throw malformed('Parquet is read from files alone.', { file: path });
  const file = escapeGlob(source.file);
  const query = async (sql: string): Promise<Record<string, unknown>[]> => {
    try {
      return await (await connection.run(sql, [file])).getRowObjectsJS();
    } catch (cause) {
      throw unreadable(path, cause);
    }
  };
  const there = await query('SELECT column_name AS name FROM (DESCRIBE FROM read_parquet($1))');
  const [metadata] = await query(
    "SELECT decode(value) AS text FROM parquet_kv_metadata($1) WHERE decode(key) = 'huggingface'",
  );
  const own = metadata === undefined ? undefined : featuresOfMetadata(String(metadata['text']), path);
  const reader = hfReader(
    path,
    there.map(({ name }) => String(name)),
    features ?? own,
    options,
  );
  const columns = reader.columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
  let row = 0;
  try {
    const result = await connection.stream(`SELECT ${columns} FROM read_parquet($1)`, [file]);
    for await (const rows of result.yieldRowObjectJs())
      for (const values of rows) yield reader.sentence(values, ++row);
  } catch (cause) {
    throw isProuieError(cause) ? cause : unreadable(path, cause);
  }
}

/** A path in which nothing stands for other names. */
function escapeGlob(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}

function unreadable(file: string, cause: unknown): Error {
  const [reason] = String(cause instanceof Error ? cause.message : cause).split('\n');
  return malformed(`Expected a Parquet file, but it cannot be read: ${reason}`, { file }, undefined, cause);
}
