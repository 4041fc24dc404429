/** Control characters as escapes, so that a text stays in its line and cannot steer the terminal. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    JSON.stringify(character).slice(1, -1).replace('\u007f', '\\u007f'),
  );
}
