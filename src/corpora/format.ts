import type { Location } from '../errors.ts';
import type { Entity, Event, Relation, Task } from '../uie/records.ts';
import type { Source } from './source.ts';

/** What was mended or left out while reading; every one is counted and shown. */
export const REPAIRS = {
  'tag-mended': 'an inside tag without a beginning became one',
  'blank-token': 'a token of nothing but white space was left out',
  'blank-text': 'a sentence without any text was kept',
  'blank-mention': 'a mention without any text was left out',
  'one-sided-pair': 'a relation without head or tail was left out',
  'direction-assumed': 'a relation without a direction was read as (e1,e2)',
  'pieces-split': 'a mention of several pieces became as many arguments',
  'trigger-joined': 'a trigger of several pieces was joined with blanks',
  'offset-mended': 'a mention that is not where its offsets say was found at the nearest place',
  'offset-trusted': 'a mention whose text is not what its offsets span was read from the offsets',
  'mention-not-found': 'a mention whose text is nowhere in its document was left out',
  'trigger-not-found': 'an event whose trigger is nowhere in its document was left out with its arguments',
  'mention-not-in-text': 'a mention that does not stand in its sentence was kept as it is written',
  'untagged-argument': 'a token without a tag that a relation names became its argument',
  'argument-elsewhere': 'an argument in another sentence than its trigger was left out',
  'apostrophe-restored': 'an apostrophe written as #$%# became one again',
  'id-repeated': 'a sentence whose id stands in the file already was kept',
  'id-unchecked': 'a sentence whose id was compared with the first million of its file alone was kept',
  'label-respelt':
    'a label was read as the card’s that differs in nothing but case, hyphens, underscores or blanks',
  'label-left-out': 'an annotation whose label the card maps to nothing was left out',
  'empty-row-dropped': 'a sentence without annotation was dropped, as the card wants',
} as const;
export type Repair = keyof typeof REPAIRS;

/** An entity with its line, where lines are finer than sentences. */
export interface RawEntity extends Entity {
  readonly line?: number;
}

/** A sentence as its source annotates it, with the source's own labels. */
export interface RawSentence {
  readonly text: string;
  /** Where it begins. */
  readonly location: Location;
  /** What its file calls it, where the layout has such a name: no other sentence of the file should have it. */
  readonly sourceId?: string | number | undefined;
  /** Of the annotations, those that the file bears. */
  readonly entities?: readonly RawEntity[] | undefined;
  readonly relations?: readonly Relation[] | undefined;
  readonly events?: readonly Event[] | undefined;
  /** What was mended in it; one entry for each time. */
  readonly repairs?: readonly Repair[];
}

/** The beginning of a file, by which its layout is recognised. */
export interface FileHead {
  /** The file's own name, without folders. */
  readonly name: string;
  /** The first bytes, up to 64 KiB. */
  readonly bytes: Uint8Array;
  /** The same as text, without a byte order mark; undefined where they are no text. Its last line may be cut off. */
  readonly text: string | undefined;
  /** Whether that is the whole file. */
  readonly complete: boolean;
}

/** A layout of corpus files; one file each in `formats/`. */
export interface Format {
  readonly name: string;
  /** One sentence. */
  readonly describe: string;
  /** A few lines of an invented file; words about it where the layout is no text. */
  readonly sample: string;
  /** Whether the layout is no text: it is read from `Source.file` or `Source.bytes`. */
  readonly binary?: true;
  /** What it reads from columns that the option `columns` may name; undefined where there is no such option. */
  readonly fields?: readonly string[];
  /** What else the sample needs to be read, by file name: dictionaries, keys. */
  readonly beside?: Readonly<Record<string, string>>;
  /** The annotations that its sentences bear. */
  readonly tasks: readonly Task[];
  /** Whether a file looks like one of this layout: by its structure, never by the labels of one corpus. */
  recognise(head: FileHead): boolean;
  /**
   * Reads the files of one split in order, holding no more than a sentence (a document, a key file) at a time.
   *
   * @param options the layout's settings; most formats have none
   * @throws ProuieError PROUIE_CORPUS_MALFORMED with file, line and what was expected
   */
  read(sources: readonly Source[], options: Readonly<Record<string, unknown>>): AsyncIterable<RawSentence>;
}
