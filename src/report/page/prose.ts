import { type Child, element } from './element.ts';

/** Prose with code between backticks, as the paper's audit and the remarks of tables have it. */
export function prose(text: string): readonly Child[] {
  return text.split('`').map((part, index, parts) =>
    // A backtick without a second one stands for itself.
    index % 2 === 0 || index === parts.length - 1
      ? `${index % 2 === 0 ? '' : '`'}${part}`
      : element('code', {}, part),
  );
}
