import { ProuieError } from '../errors.ts';
import type { StepContext } from '../step.ts';

/**
 * What was handed over must be what the request names.
 *
 * @param named input name to digest; null for none
 * @throws ProuieError PROUIE_REQUEST_MISMATCH
 */
export function checkHandedOver(
  context: Pick<StepContext<unknown>, 'input' | 'hasInput'>,
  named: { readonly [input: string]: string | null },
): void {
  for (const [name, digest] of Object.entries(named)) {
    const handed = context.hasInput(name) ? context.input(name).digest : null;
    if (handed === digest) continue;
    throw new ProuieError(
      'PROUIE_REQUEST_MISMATCH',
      `The request names ${digest ?? 'nothing'} as ${name}, but ${handed ?? 'nothing'} was handed over.`,
      { hint: 'Run again: a file may have changed while the run was being prepared.' },
    );
  }
}

/** The inputs `code/<name>` that a request names, by their digests. */
export function codeInputs(code: { readonly [name: string]: string }): { readonly [input: string]: string } {
  return Object.fromEntries(Object.entries(code).map(([name, digest]) => [`code/${name}`, digest]));
}
