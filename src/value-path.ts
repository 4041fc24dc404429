/** The way to a value inside others: keys and indices. */
export type ValuePath = readonly PropertyKey[];

/** `relations[0].head`. */
export function formatPath(path: ValuePath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}
