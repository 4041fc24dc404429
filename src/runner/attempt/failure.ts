import { formatLocation, isProuieError } from '../../errors.ts';
import { writeError } from '../../store/files.ts';
import type { Failure } from './attempt.ts';
import { secretValues } from './environment.ts';
import { appendLog } from './log-file.ts';

/** An error as it travels between processes and into files. */
export function describeFailure(cause: unknown): Failure {
  const mended = writeError('a file of the attempt', cause);
  if (isProuieError(mended)) {
    return {
      code: mended.code,
      message: mended.message,
      hint: mended.hint,
      location: mended.location,
      stack: mended.stack,
    };
  }
  if (cause instanceof Error) return { code: 'PROUIE_STEP', message: cause.message, stack: cause.stack };
  return { code: 'PROUIE_STEP', message: String(cause) };
}

/** An expected failure says what and where; a bug shows its stack. */
function lastWords({ code, message, hint, location, stack }: Failure): string {
  if (code === 'PROUIE_STEP') return stack ?? message;
  const at = location === undefined ? '' : formatLocation(location);
  return [
    `${code}: ${message}`,
    ...(at === '' ? [] : [`at ${at}`]),
    ...(hint === undefined ? [] : [hint]),
  ].join('\n  ');
}

/** Writes a failure into the log of the folder, where that can be. */
export function keepLastWords(folder: string, failure: Failure): void {
  try {
    appendLog(folder, `${lastWords(failure)}\n`, secretValues(process.env));
  } catch {
    // A full disk; the failure itself travels on.
    return;
  }
}
