/** From the bytes of a corpus file to its text. What is no text is an error with its place, never replaced. */
import { type Location, ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';

/** `latin1` is ISO 8859-1; `windows-1252` is what Windows writes for it, with quotes and dashes of its own. */
export const ENCODINGS = ['utf-8', 'latin1', 'windows-1252', 'utf-16le'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** @throws ProuieError PROUIE_ENCODING_UNKNOWN with the nearest name */
export function findEncoding(name: string): Encoding {
  const found = ENCODINGS.find((encoding) => encoding === name.toLowerCase());
  if (found !== undefined) return found;
  throw new ProuieError('PROUIE_ENCODING_UNKNOWN', `There is no encoding "${name}" for corpus files.`, {
    hint: didYouMean(name, ENCODINGS) ?? `Known encodings: ${ENCODINGS.join(', ')}.`,
  });
}

/**
 * The text of a file, chunk by chunk; no chunk ends inside a character. A byte order mark stays.
 *
 * @param path the name that errors show
 * @throws ProuieError PROUIE_NOT_UTF8, PROUIE_NOT_UTF16, PROUIE_NUL_BYTE with file, line and column
 */
export async function* decodeChunks(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decode = decoderOf(encoding);
  const place = { line: 1, column: 1 };
  let held: Uint8Array = new Uint8Array(0);
  let first = true;
  for await (const chunk of chunks) {
    const bytes = join(held, chunk);
    const whole = bytes.length - cutOff(bytes, encoding);
    held = bytes.slice(whole);
    const text = read(bytes.subarray(0, whole));
    if (text !== '') yield text;
    first = false;
  }
  if (held.length > 0) yield read(held);

  function read(bytes: Uint8Array): string {
    const text = decode(bytes);
    if (text === undefined) throw undecodable(path, bytes, encoding, decode, place, first);
    const zero = text.indexOf('\0');
    if (zero >= 0) throw nulByte(placeBehind(text.slice(0, zero), path, place));
    advance(place, text);
    return text;
  }
}

/** The text of a file's beginning; undefined where it is none. A character that is cut off at its end is left out. */
export function decodeHead(bytes: Uint8Array, encoding: Encoding): string | undefined {
  const text = decoderOf(encoding)(bytes.subarray(0, bytes.length - cutOff(bytes, encoding)));
  return text?.includes('\0') === true ? undefined : text;
}

/**
 * Why bytes at the beginning of a file are no text: they are no UTF-8, or there is a NUL byte among them. Undefined where
 * they hold other control characters, as no damaged text does.
 */
export function notText(path: string, bytes: Uint8Array): ProuieError | undefined {
  if (bytes.some(isControl)) return undefined;
  const decode = decoderOf('utf-8');
  const place = { line: 1, column: 1 };
  const text = decode(bytes.subarray(0, bytes.length - cutOff(bytes, 'utf-8')));
  if (text === undefined) return undecodable(path, bytes, 'utf-8', decode, place, true);
  const zero = text.indexOf('\0');
  return zero < 0 ? undefined : nulByte(placeBehind(text.slice(0, zero), path, place));
}

/** Tabs, line ends and NUL aside. */
function isControl(byte: number): boolean {
  return byte === 127 || (byte > 0 && byte < 32 && byte !== 9 && byte !== 10 && byte !== 13);
}

interface Place {
  line: number;
  column: number;
}

/** Undefined for bytes that are no text in this encoding. */
function decoderOf(encoding: Encoding): (bytes: Uint8Array) => string | undefined {
  if (encoding === 'latin1') return decodeLatin1;
  if (encoding === 'windows-1252') return decodeWindows;
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch (cause) {
      if ((cause as { readonly code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
        return undefined;
      throw cause;
    }
  };
}

/** What Windows has where ISO 8859-1 has control characters, from 0x80 on. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** `TextDecoder` of Node 20 reads windows-1252 as ISO 8859-1. */
function decodeWindows(bytes: Uint8Array): string {
  return decodeLatin1(bytes).replace(/[\u0080-\u009f]/g, (mark) => WINDOWS[mark.charCodeAt(0) - 0x80]!);
}

/** Every byte is the character of its number; `TextDecoder` takes the name latin1 for windows-1252. */
function decodeLatin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(from, from + 8192)));
  return parts.join('');
}

/** How many bytes at the end begin a character that is not complete. */
function cutOff(bytes: Uint8Array, encoding: Encoding): number {
  const { length } = bytes;
  if (encoding === 'utf-16le') {
    const odd = length % 2;
    const high = bytes[length - odd - 1] ?? 0;
    return high >= 0xd8 && high <= 0xdb ? odd + 2 : odd;
  }
  if (encoding !== 'utf-8') return 0;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back]!;
    if (byte >= 0x80 && byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? back : 0;
  }
  return 0;
}

function join(held: Uint8Array, chunk: Uint8Array): Uint8Array {
  if (held.length === 0) return chunk;
  const joined = new Uint8Array(held.length + chunk.length);
  joined.set(held);
  joined.set(chunk, held.length);
  return joined;
}

function advance(place: Place, text: string): void {
  let last = -1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    place.line++;
    last = at;
  }
  place.column = last < 0 ? place.column + text.length : text.length - last;
}

function placeBehind(text: string, file: string, { line, column }: Place): Location {
  const place = { line, column };
  advance(place, text);
  return { file, ...place };
}

function nulByte(location: Location): ProuieError {
  return new ProuieError('PROUIE_NUL_BYTE', 'A NUL byte stands here, which is in no text.', {
    location,
    hint: 'The file is damaged, binary, or UTF-16 (then write --encoding utf-16le).',
  });
}

/** The longest beginning that is text is found by halves; what stands behind it is the place of the error. */
function undecodable(
  path: string,
  bytes: Uint8Array,
  encoding: Encoding,
  decode: (bytes: Uint8Array) => string | undefined,
  place: Place,
  isFirst: boolean,
): ProuieError {
  const good = (length: number): string | undefined => {
    const part = bytes.subarray(0, length);
    return decode(part.subarray(0, length - cutOff(part, encoding)));
  };
  let least = 0;
  let most = bytes.length;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (good(middle) === undefined) most = middle - 1;
    else least = middle;
  }
  const before = good(least)!;
  const location = placeBehind(before, path, place);
  if (encoding === 'utf-16le') {
    return new ProuieError('PROUIE_NOT_UTF16', 'This is not UTF-16 text: half a character stands alone.', {
      location,
      hint: 'Leave --encoding out if the file is UTF-8.',
    });
  }
  const [one, two] = bytes;
  const isUtf16 = isFirst && ((one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff));
  return new ProuieError('PROUIE_NOT_UTF8', 'This is not UTF-8 text.', {
    location,
    hint: isUtf16
      ? 'It begins with the mark of UTF-16: write --encoding utf-16le, or convert it with `iconv -f UTF-16 -t UTF-8`.'
      : 'Name its encoding with --encoding latin1 (or windows-1252), or as the option `encoding` of the layout in its card; or convert it with `iconv -f LATIN1 -t UTF-8`.',
  });
}
