/** A text file as a corpus reader sees it; it can be read several times, each time from the start. */
export interface Source {
  /** The name that messages show. */
  readonly path: string;
  /** Where the file lies, for layouts that are not text; undefined for a source in memory. */
  readonly file?: string | undefined;
  /** The bytes of the file, for layouts that are not text. */
  bytes?(): AsyncIterable<Uint8Array>;
  chunks(): AsyncIterable<string>;
}

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end of line. */
  readonly text: string;
}

/** A source whose text is already in memory. */
export function textSource(path: string, text: string): Source {
  return {
    path,
    async *chunks() {
      yield text;
    },
  };
}

/** The lines of a source, one at a time. Lines may end in LF or CRLF; a byte order mark at the start is dropped. */
export async function* readLines(source: Source): AsyncGenerator<Line> {
  for await (const block of readLineBlocks(source)) yield* block;
}

/** The same lines by the chunk: for files with a token a line, where waiting for each would take most of the time. */
export async function* readLineBlocks(source: Source): AsyncGenerator<readonly Line[]> {
  // A line of many chunks is joined once, at its end, so that its length does not count twice.
  let begun: string[] = [];
  let number = 0;
  for await (const chunk of withoutMark(source.chunks())) {
    const pieces = chunk.split('\n');
    if (pieces.length > 1) {
      pieces[0] = begun.join('') + pieces[0]!;
      begun = [];
    }
    begun.push(pieces.pop()!);
    if (pieces.length > 0) yield pieces.map((piece) => ({ number: ++number, text: withoutReturn(piece) }));
  }
  const rest = begun.join('');
  if (rest !== '') yield [{ number: ++number, text: withoutReturn(rest) }];
}

/** The chunks without a byte order mark before the first character. */
export async function* withoutMark(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let first = true;
  for await (const chunk of chunks) {
    if (chunk === '') continue;
    yield first && chunk.charCodeAt(0) === 0xfeff ? chunk.slice(1) : chunk;
    first = false;
  }
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
