/** Requests to lines of the output: structures, or why there is none. */

import type { Checkpoint } from '../../engines/embedded/checkpoint.ts';
import { openGenerator } from '../../engines/embedded/generate.ts';
import { isProuieError } from '../../errors.ts';
import { decodeOutput } from '../../uie/decode.ts';
import { writeJson } from '../../uie/json-layout.ts';
import { structureToJson } from '../../uie/structure-json.ts';
import type { Failure, Request } from './request.ts';

export interface Answer {
  /** One line of JSON with its end. */
  readonly text: string;
  /** The code of the error, where it holds one. */
  readonly failed: string | undefined;
}

export type Answerer = (asked: Request | Failure) => Answer;

/**
 * The paper's Algorithm 2 for one text at a time: the answer that the policy holds most probable, decoded.
 *
 * @param raw whether the generated string stands beside its structure
 * @throws ProuieError PROUIE_EMBEDDED_CHECKPOINT
 */
export function openAnswerer(checkpoint: Checkpoint, raw: boolean): Answerer {
  const generator = openGenerator(checkpoint);
  return (asked) => {
    if ('error' in asked) return failedAnswer(asked);
    try {
      const output = generator.answer({ instruction: asked.instruction, input: asked.text });
      return decodedAnswer(asked, output, raw ? { output } : {});
    } catch (cause) {
      if (!isProuieError(cause)) throw cause;
      return failedAnswer({ ...asked, error: cause });
    }
  };
}

/**
 * The line of a generated string.
 *
 * @param beside fields that stand behind the id
 * @throws ProuieError as `decodeOutput` does
 */
export function decodedAnswer(
  { id, schema, text }: Request,
  output: string,
  beside: { readonly [field: string]: string | number },
): Answer {
  const { structure, malformed, repairs } = decodeOutput(output, { task: schema.task, schema, text });
  const fields = Object.entries({ id, ...beside }).map(
    ([name, value]) => `"${name}":${JSON.stringify(value)}`,
  );
  const line = `{${fields.join(',')},"structure":${writeJson(structureToJson(structure))},"malformed":${malformed},"repairs":${JSON.stringify(repairs)}}\n`;
  return { text: line, failed: undefined };
}

/** The line of a text that cannot be answered. */
export function failedAnswer({ id, line, error: { code, message } }: Failure): Answer {
  return { text: `${JSON.stringify({ id, error: { code, message, line } })}\n`, failed: code };
}
