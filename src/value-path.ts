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

/** The value at the end of a path; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: ValuePath): unknown {
  let here = value;
  for (const part of path) {
    if (here === null || typeof here !== 'object') return undefined;
    here = (here as Record<PropertyKey, unknown>)[part];
  }
  return here;
}
