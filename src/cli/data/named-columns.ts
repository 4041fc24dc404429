import { findFormat } from '../../corpora/all-formats.ts';
import type { CorpusLayout } from '../../corpora/card.ts';
import { didYouMean } from '../../suggest.ts';
import { usageError } from '../arguments.ts';

/**
 * The layout with the columns that `--columns FIELD=NAME,...` names, over those that it names already.
 *
 * @param words one for each time that the flag is there
 * @throws ProuieError the command's usage error for a format without columns to name, and for a field that it has not
 */
export function withNamedColumns(
  command: string,
  layout: CorpusLayout,
  words: readonly string[],
): CorpusLayout {
  const named = words.flatMap((word) => word.split(',')).map((word) => readPair(command, word));
  if (named.length === 0) return layout;
  const { fields } = findFormat(layout.format);
  if (fields === undefined) {
    const hint = 'Columns of tables can be named: add --format table (or hf-parquet, hf-arrow).';
    throw usageError(command, `Format ${layout.format} has no columns for --columns to name.`, hint);
  }
  for (const [field] of named) {
    if (fields.includes(field)) continue;
    const hint = didYouMean(field, fields) ?? `It reads: ${fields.join(', ')}.`;
    throw usageError(command, `Format ${layout.format} reads no \`${field}\`.`, hint);
  }
  const columns = { ...(layout.options['columns'] as object | undefined), ...Object.fromEntries(named) };
  return { ...layout, options: { ...layout.options, columns } };
}

function readPair(command: string, word: string): readonly [string, string] {
  const at = word.indexOf('=');
  if (at > 0 && at < word.length - 1) return [word.slice(0, at), word.slice(at + 1)];
  throw usageError(
    command,
    `--columns takes FIELD=NAME, not "${word}".`,
    'For example --columns text=Sentence,entities=Labels.',
  );
}
