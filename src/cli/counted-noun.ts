/** A number with its noun: `1 result`, `2 results`, `1 piece of content`; `many` where the plural does not end in `s` alone. */
export function countNoun(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
