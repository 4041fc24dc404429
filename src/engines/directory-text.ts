import type { StepInput } from '../step.ts';

/** The text of one file of a directory input. */
export function textOf(directory: Pick<StepInput, 'bytes'>, path: string): string {
  return new TextDecoder().decode(directory.bytes(path));
}
