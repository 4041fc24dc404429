/**
 * Every run of white space (JavaScript's `\s`) becomes one blank, and the ends are trimmed. Text that is so already,
 * by far the most, is returned as it is after one look.
 */
export function squeeze(text: string): string {
  return /^\s|\s$|\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}
