/** Templates: texts with slots in braces, `{noun}`. */

/** The text with every slot filled; an article before a slot becomes `an` where a vowel follows. */
export function fillTemplate(template: string, fill: (slot: string) => string): string {
  return template.replace(/(?:\b([Aa]) )?\{(\w+)\}/g, (_, article: string | undefined, slot: string) => {
    const text = fill(slot);
    if (article === undefined) return text;
    return `${article}${/^[aeiou]/.test(text) ? 'n' : ''} ${text}`;
  });
}
