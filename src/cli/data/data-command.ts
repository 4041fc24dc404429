import type { Card } from '../../corpora/card.ts';
import type { Subcommand, SubcommandWords } from '../subcommands.ts';

interface KnownCorpora {
  readonly cards: readonly Card[];
}

/** What a subcommand of `data` is given. */
export type DataContext = SubcommandWords & KnownCorpora;

/** A subcommand of `data`. */
export type DataCommand = Subcommand<KnownCorpora>;
