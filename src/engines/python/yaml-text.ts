import { stringify } from 'yaml';

/** A value that a YAML file for a trainer can hold. */
export type Setting =
  | string
  | number
  | boolean
  | null
  | readonly Setting[]
  | { readonly [key: string]: Setting };

/**
 * YAML as Python's reader takes it: it reads `1e-7` as a string, so that such a number is written `1.0e-7`, and
 * strings that look like something else are quoted.
 *
 * @throws TypeError for a number that is not finite
 */
export function yamlText(settings: { readonly [key: string]: Setting }): string {
  const text = stringify(settings, { version: '1.1', lineWidth: 0 });
  return text.replace(/^(\s*(?:- |[\w.-]+: ))(-?\d+)(e[-+]\d+)$/gm, '$1$2.0$3');
}
