/** Writes ordered JSON in the three layouts that targets may have (they change token counts, Table 6). */
import type { OrderedJson } from './ordered-json.ts';

/**
 * `spaced` is one line with `", "` and `": "`, as Python's json.dumps writes it with `ensure_ascii=False`; `pretty`
 * has two blanks of indentation and one entry a line; `compact` has no blanks.
 */
export type JsonLayout = 'spaced' | 'pretty' | 'compact';
/** All layouts. */
export const JSON_LAYOUTS = ['spaced', 'pretty', 'compact'] as const satisfies readonly JsonLayout[];

/** Non-ASCII characters stand as they are; numbers are written as `JSON.stringify` writes them. */
export function writeJson(value: OrderedJson, layout: JsonLayout = 'compact', indentation = ''): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = layout === 'pretty' ? `${indentation}  ` : '';
  const isList = Array.isArray(value);
  const parts: string[] = [];
  if (isList) {
    for (const item of value as readonly OrderedJson[]) parts.push(writeJson(item, layout, inner));
  } else {
    const colon = layout === 'compact' ? ':' : ': ';
    for (const [key, entry] of value as ReadonlyMap<string, OrderedJson>) {
      parts.push(JSON.stringify(key) + colon + writeJson(entry, layout, inner));
    }
  }
  const [open, close] = isList ? '[]' : '{}';
  if (layout !== 'pretty' || parts.length === 0)
    return open + parts.join(layout === 'compact' ? ',' : ', ') + close;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indentation}${close}`;
}
