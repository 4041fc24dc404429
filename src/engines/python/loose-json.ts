/**
 * JSON as Python writes it, where a number may be `NaN`, `Infinity` or `-Infinity`; these become null, so that a
 * curve has a gap and the rest of it can be read.
 *
 * @throws SyntaxError for text that is not JSON otherwise
 */
export function parseLooseJson(text: string): unknown {
  return JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) =>
      token.startsWith('"') ? token : 'null',
    ),
  );
}
