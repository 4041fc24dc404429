/** A row as JSON tells it: its columns are its keys. */
export type PlainRow = Readonly<Record<string, unknown>>;
