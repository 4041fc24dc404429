import { join, resolve } from 'node:path';
import type { Card } from '../../corpora/card.ts';
import { type ImportedCorpus, type ImportOptions, importCorpus } from '../../corpora/import.ts';
import { type FoundLayout, findLayout } from '../../corpora/layout.ts';
import { ProuieError } from '../../errors.ts';
import { isFile, isFolder } from '../../store/file-kind.ts';
import { fileSource } from '../corpus-files.ts';
import type { DataContext } from './data-command.ts';

/** The flag of commands that read cards. */
export const CARDS_FLAG = {
  cards: {
    value: 'DIR',
    description: "cards of one's own data sets (default: cards, where pipeline.ts lies beside it)",
  },
} as const;

export const DATA_FLAG = {
  data: {
    value: 'DIR',
    description: 'the folder with corpora, as NER/…, RE/…, EE/…, IE_INSTRUCTIONS/… or data import wrote them',
  },
  ...CARDS_FLAG,
} as const;

/** A folder of corpora. */
export interface CorpusFolder {
  find(card: Card): FoundLayout;
  /** @param found a complete layout of the card */
  import(
    card: Card,
    found: Extract<FoundLayout, { state: 'complete' }>,
    options?: ImportOptions,
  ): ImportedCorpus;
}

/**
 * The folder that `--data` names; undefined without one.
 *
 * @throws ProuieError PROUIE_DATA_FOLDER when it is no folder
 */
export function corpusFolder({ args, io }: DataContext): CorpusFolder | undefined {
  const named = args.value('data');
  if (named === undefined) return undefined;
  const folder = resolve(io.cwd, named);
  if (!isFolder(folder)) {
    throw new ProuieError('PROUIE_DATA_FOLDER', `There is no folder ${named}.`, {
      hint: 'Name the folder that holds NER, RE and EE with --data DIR.',
    });
  }
  return {
    find: (card) => findLayout(card, (path) => isFile(join(folder, path))),
    import: (card, found, options) =>
      importCorpus(card, found.layout, (path, encoding) => fileSource(join(folder, path), encoding), options),
  };
}

/** Why a corpus cannot be imported, as a sentence. */
export function whyMissing(found: Exclude<FoundLayout, { state: 'complete' }>): string {
  if (found.state === 'partial') return `half there: ${found.missing.join(', ')} missing`;
  return `absent: no ${[...new Set(found.looked.map(folderOf))].join(' or ')}`;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
