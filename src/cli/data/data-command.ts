import type { Card } from '../../corpora/card.ts';
import type { Subcommand, SubcommandWords } from '../subcommands.ts';

interface KnownCorpora {
  /** In the order of their rows. */
  readonly cards: readonly Card[];
  /** Those of the package: the data sets of the paper. */
  readonly ofPaper: readonly Card[];
}

/** What a subcommand of `data` is given. */
export type DataContext = SubcommandWords & KnownCorpora;

/** A subcommand of `data`. */
export type DataCommand = Subcommand<KnownCorpora>;
