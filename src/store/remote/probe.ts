import { randomBytes } from 'node:crypto';
import { isProuieError, type ProuieError } from '../../errors.ts';
import { digestOf } from '../../identity/digest.ts';
import type { Line } from './line.ts';

/** Whether a second store can be used. */
export interface ProbeResult {
  /** Why it cannot be read from. */
  readonly unreadable: ProuieError | undefined;
  /** Why it cannot be written to. */
  readonly unwritable: ProuieError | undefined;
}

/** Content that a probe leaves: always the same, so that many probes leave one small file. */
const PROBE = 'prouie was here\n';

/** Tries a second store out: asks for a result that nobody has, and puts a few bytes there. */
export async function probeRemote(line: Line): Promise<ProbeResult> {
  const unreadable = await failureOf(() => line.readRecord(digestOf(randomBytes(32))));
  if (unreadable !== undefined) return { unreadable, unwritable: unreadable };
  const content = Buffer.from(PROBE);
  const unwritable = await failureOf(() =>
    line.send(digestOf(content), content.byteLength, () => piecesOf(content)),
  );
  return { unreadable, unwritable };
}

async function failureOf(act: () => Promise<unknown>): Promise<ProuieError | undefined> {
  try {
    await act();
    return undefined;
  } catch (cause) {
    if (isProuieError(cause)) return cause;
    throw cause;
  }
}

async function* piecesOf(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}
