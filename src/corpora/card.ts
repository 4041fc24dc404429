import type { Schema, Split, Task } from '../uie/records.ts';

/** Row counts of a split as Table 8 prints them; null where the paper has none (no training rows out of domain). */
export interface PublishedCounts {
  readonly labels: number;
  /** Argument roles, events only. */
  readonly roles: number | null;
  readonly train: number | null;
  readonly val: number;
  readonly test: number;
}

/** A split that the source lacks: the last `last` rows of another one, which loses them. */
export interface HoldOut {
  readonly from: Split;
  readonly last: number;
}

/** One layout in which a corpus may lie under the data folder; paths are relative to that folder. */
export interface CorpusLayout {
  /** The name of a format (a file of `src/corpora/formats/`). */
  readonly format: string;
  readonly files: Readonly<Partial<Record<Split, readonly string[]>>>;
  readonly holdOut: Readonly<Partial<Record<Split, HoldOut>>>;
  /** Settings of the format, for example which column holds the tag. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What is known about one of the 36 data sets (Table 8); one YAML file each under `data/`. */
export interface Card {
  /** Names nodes and files: no blanks, unique (`ACE2005-NER`, `semeval_RE`). */
  readonly id: string;
  /** The name in Table 8. */
  readonly name: string;
  /** The name in Tables 1 to 4. */
  readonly resultName: string;
  /** The row of Table 8, from 1; rows order the cards. */
  readonly row: number;
  readonly task: Task;
  /** Labels as the prompt shows them, in prompt order. */
  readonly schema: Schema;
  readonly domain: 'in' | 'out';
  readonly published: PublishedCounts;
  /** Rows that the paper's CM trains on: up-sampled copies included. Null out of domain. */
  readonly trainedOn: number | null;
  /**
   * From the source's labels (types and roles) to those of `schema`; a label that is its own translation may be left
   * out. The empty string means "no annotation": the source's no-relation label, or a type that Table 8 leaves out.
   */
  readonly labelMap: Readonly<Record<string, string>>;
  /** What happens to rows without any annotation, or with the source's no-relation label. */
  readonly emptyRows: 'keep' | 'drop';
  readonly source: string;
  readonly licence: string;
  readonly layouts: readonly CorpusLayout[];
  readonly remarks: readonly string[];
}
