import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { guardWrite } from '../../store/files.ts';
import { attemptFiles } from './attempt.ts';

/** A log that has grown to this size is put by, and begun anew, bytes. */
const LIMIT = 32 * 1024 * 1024;
const HIDDEN = '[hidden]';

/**
 * Appends to the log of an attempt, which several processes may do at the same time. A program that writes without end
 * fills no disk: only the last part of the log is kept, and one part before it.
 *
 * @param secrets values that are left out
 * @throws ProuieError PROUIE_STORE_FULL and its like
 */
export function appendLog(folder: string, content: string, secrets: readonly string[] = []): void {
  const path = join(folder, attemptFiles.log);
  const text = secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), content);
  guardWrite(path, () => {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LIMIT) {
      renameSync(path, join(folder, attemptFiles.earlierLog));
      appendFileSync(
        path,
        `The log grew large. What was written before stands in ${attemptFiles.earlierLog}.\n`,
      );
    }
    appendFileSync(path, text);
  });
}
