/** Words and their borders. A word character is a Unicode letter or digit. */

/** The text with everything but its word characters left out. */
export function wordCharacters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Where `part` first stands in `text` so that it cuts no word at either end; -1 when it does so nowhere. */
export function findOnWordBorders(text: string, part: string): number {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (isWordBorder(text, at) && isWordBorder(text, at + part.length)) return at;
    if (part === '') return -1;
  }
  return -1;
}

/** Whether no word runs across `index`, that is, not both neighbours are word characters. */
export function isWordBorder(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return true;
  return !(endsInWord(text, index) && startsWithWord(text, index));
}

function startsWithWord(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code < 128 ? isAsciiWord(code) : isWordPoint(text.codePointAt(index)!);
}

function endsInWord(text: string, index: number): boolean {
  const code = text.charCodeAt(index - 1);
  if (code < 128) return isAsciiWord(code);
  const isLowSurrogate = code >= 0xdc00 && code <= 0xdfff && index > 1;
  return isWordPoint(isLowSurrogate ? text.codePointAt(index - 2)! : code);
}

function isAsciiWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

function isWordPoint(point: number): boolean {
  return /[\p{L}\p{N}]/u.test(String.fromCodePoint(point));
}
